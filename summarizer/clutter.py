"""What a web page says around its article, in French and English: phrases as data, and one question to ask of a line.

`kind_of(line)` answers which sort of clutter a line certainly is, or None. It sees one line at a time; what depends on
the lines around it (headlines under "read also", menus, teasers) is `cleaning`'s business. No phrase names a site.

Phrases are compared in their `plain` form: lower case, no accents, straight quotes, no ornaments at the ends; so
"À LIRE AUSSI :", "A lire aussi" and "» À lire aussi" are one. To teach a new phrase, add it to the table of its kind:
whole lines go to `_LINES`, beginnings to `_BEGINNINGS`, words to be found anywhere in a line to `_ANYWHERE`.
"""

from __future__ import annotations

import re
import unicodedata
from enum import Enum
from typing import NamedTuple

from summarizer.text import FINAL

__all__ = ["FUNCTION_WORDS", "Kind", "is_social", "kind_of", "plain"]


class Kind(Enum):
    """The sorts of clutter."""

    NOISE = "a button, menu entry, advertisement, notice, invitation or legal line"
    LABEL = "a label such as 'read also': the headlines after it belong to other stories"
    CAPTION = "a picture's caption, recognised by its credit"
    CAPTION_LABEL = "'image caption': the line after it is the caption"
    CREDIT = "a picture's credit alone: a short line before it is the caption"
    META = "byline, date line, reading time, agency"
    WIDGET = "the head of a machine-made summary: the bullets after it belong to it"
    TICKER = "a headline that starts with an hour, of a live feed"
    END = "the head of a list of other stories or of the references: the article is usually over"
    OVER = "the head of the comments: the article is over"


# -- Words ------------------------------------------------------------------------------------------------------------


def _table(words: str) -> frozenset[str]:
    """The words of a table, which stand between spaces or bars."""
    return frozenset(re.split(r"[\s|]+", words.strip()))


FUNCTION_WORDS = _table(
    """
    a about after all an and are as at be been but by can for from had has have he her his how if in into is it its more
    not of on or our out said she so than that the their them there they this to up was we were what when which who will
    with would you your
    à après au aussi aux avec avait ce cela ces cette chez comme dans de depuis des deux dont du elle elles en entre est
    et été être eux fait il ils je la le les leur leurs lui mais même moins nous on ont ou où par pas plus pour qu que
    qui s sa sans se selon ses si son sont sous sur tout très un une vers vous y
    c'est d'un d'une n'est qu'il qu'elle qu'un qu'une s'est j'ai l'on
    """
)
"""Words that sentences have and menus have not."""

_NETWORKS = (
    "facebook|twitter|whatsapp|linkedin|pinterest|instagram|messenger|telegram|snapchat|flipboard|stumbleupon|delicious"
    "|bluesky|mastodon|reddit|tumblr|youtube|threads|pocket|tiktok|google|viber|skype|digg|rss|sms|email|mail|print|tweet"
)
_SHARING = _table(
    f"{_NETWORKS}|x|e|share|shares|shared|partager|partage|partages|partagez|imprimer|envoyer|copier|copy|courriel|tweeter"
    "|enregistrer|save|link|lien|url|line|plus|xing|vk|like|aimer|poster|post|imprimez|envoyez"
)
_SHARING_GLUE = _table(
    """
    on via sur par to with this it that the a an article cet cette le la les l ce page story in new window opens
    dans une nouvelle fenetre ouvre un ami friend comment comments commentaires commenter pin app app. ici here
    now of up wall feed d by
    """
)
_GLUED_NETWORKS = re.compile(rf"(?:{_NETWORKS}|share|partager|imprimer|copier)+")

_MONTHS = (
    "janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre|janv|fevr|fev|avr|juil|sept"
    "|january|february|march|april|may|june|july|august|september|october|november|december"
    "|jan|feb|mar|apr|jun|jul|aug|sep|oct|nov|dec"
)
_DAYS = (
    "lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lun|mer|jeu|ven|sam|dim"
    "|monday|tuesday|wednesday|thursday|friday|saturday|sunday|mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun"
)
_DATE_WORDS = _table(
    f"{_MONTHS}|{_DAYS}|le|la|a|at|on|the|of|h|hr|hrs|min|mins|mn|am|pm|et|est|edt|gmt|utc|bst|cet|cest|pst|pdt|ist|ct|cdt"
    "|heure|heures|hour|hours|minute|minutes|seconde|secondes|second|seconds|jour|jours|day|days|semaine|semaines|week"
    "|weeks|mois|month|months|an|ans|year|years|ago|il|y|hier|yesterday|today|aujourd|hui|publie|publiee|mis|mise|maj"
    "|updated|published|posted|last|modified|modifie|modifiee|update|first|lecture|read|de|temps|lu|en|reading|time|date"
    "|st|nd|rd|th|er|since|depuis|derniere|du|cree|created|issued|p|m|s"
)
_DATE_ANCHOR = re.compile(
    rf"\b(?:{_MONTHS}|{_DAYS}|ago|il y a|hier|yesterday|today|aujourd'hui|lecture|read|heures?|hours?|minutes?|min)\b"
    r"|\d{1,2} ?[h:] ?\d{2}|\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}"
)
_DATED = re.compile(
    rf"\b\d{{1,2}}(?:er|st|nd|rd|th)? ?(?:{_MONTHS})\b|\b(?:{_MONTHS})\.? \d{{1,2}}\b|\d{{1,2}}[/.-]\d{{1,2}}[/.-]\d{{2,4}}"
    rf"|\b(?:{_MONTHS}) \d{{4}}\b|\b\d+ (?:heures?|hours?|minutes?|min|jours?|days?) ago\b|il y a \d+"
)

# -- Whole lines ------------------------------------------------------------------------------------------------------

_LINES: dict[Kind, str] = {
    Kind.NOISE: """
        accueil|menu|menus|passer la publicite|passer cette publicite|passer l'annonce|skip ad|rechercher|recherche
        recherches|recherche avancee|se connecter|connexion|me connecter|s'identifier|s'inscrire|inscription
        creer un compte|creer mon compte|mon compte|mon espace|mon profil|mes favoris|mes alertes|deconnexion
        se deconnecter|s'abonner|je m'abonne|abonnez-vous|abonnement|abonnements|abonne|abonnes|s'abonner a
        reserve aux abonnes|article reserve aux abonnes|article abonne|pour les abonnes|premium|offrir cet article
        voir en plein ecran|ajouter a vos selections|lire|historique|voir l'historique|menu principal|outils
        reutiliser ce contenu|table des matieres|table of contents|contents|contents hide|sommaire masquer|(top)|debut
        image|photo|images|offrir un abonnement|offrir l'article|newsletter|newsletters|nos newsletters
        les newsletters|lettre d'information|infolettre|infolettres|boutique|la boutique|partager l'article
        partager cet article|partager sur|partager par|partager cette page|imprimer l'article|imprimer cet article
        copier le lien|lien copie|copier l'url|le lien a ete copie|ecouter|ecouter l'article|ecouter cet article
        ecouter la version audio|lecture audio|lecteur audio|sauvegarder|enregistrer|enregistrer l'article
        lire plus tard|ajouter aux favoris|ajouter a mes favoris|ajouter a la une|ajouter a mes articles
        signaler une erreur|signaler|signaler un abus|reagir|je reagis|commenter|commentez|repondre|publicite
        publicites|pub|annonce|annonces|sponsorise|sponsorisee|contenu sponsorise|contenu partenaire|communique|fermer
        ouvrir|suivant|precedent|suivante|precedente|article suivant|article precedent|voir plus|afficher plus
        charger plus|lire la suite|lire plus|en savoir plus|en savoir +|voir tout|tout voir|tous les articles
        plus d'articles|voir tous les articles|decouvrir|j'en profite|je decouvre|je me lance|profiter de l'offre
        voir l'offre|retour|retour a l'accueil|retour en haut|retour en haut de page|haut de page|aller au contenu
        aller au contenu principal|aller au menu|aller a la navigation|aller a la recherche|passer au contenu
        passer au contenu principal|accepter|refuser|tout accepter|tout refuser|accepter et fermer
        accepter et continuer|continuer sans accepter|j'accepte|je refuse|ok|d'accord|personnaliser|parametrer
        gerer mes choix|gerer les cookies|gestion des cookies|parametres des cookies|cookies|politique de cookies
        politique des cookies|politique de confidentialite|confidentialite|vie privee|mentions legales|cgu|cgv|cgu/cgv
        charte|conditions generales|conditions d'utilisation|conditions generales d'utilisation
        conditions generales de vente|donnees personnelles|protection des donnees|plan du site|contact|contacts
        contactez-nous|nous contacter|contacter la redaction|qui sommes-nous|a propos|recrutement|nous recrutons|faq
        aide|besoin d'aide|flux rss|rss|archives|services|nos services|nos guides|nos dossiers|nos applications
        nos applis|applications mobiles|application mobile|telecharger l'application|suivez-nous|suivez nous
        nous suivre|retrouvez-nous|reseaux sociaux|en direct|direct|le direct|live|replay|replays|diaporama|fil info
        fil infos|le fil info|fil d'actualite|fil d'actu|toute l'actu|toute l'actualite|en continu|l'actu en continu
        annonces legales|petites annonces|mots croises|mots fleches|horoscope|programme tv|carnet du jour
        avis de deces|choisir la langue|choisissez votre langue|langue|langues|choix de la langue|modifier
        modifier le code|modifier le wikicode|sommaire|masquer|afficher|derouler|replier|agrandir|agrandir l'image
        voir l'image|plein ecran|voir les photos|voir la video|lancer la video|changer d'edition|edition abonnes
        edition du soir|le journal|journal numerique|kiosque|feuilleter|feuilleter le journal|alerte info|alerte
        alertes|derniere minute|urgent|exclusif|plus|plus...|rubriques|les rubriques|toutes les rubriques|resume
        resumer|resumer l'article|resumer cet article|gerez votre abonnement|gerer mon abonnement|bonnes affaires
        codes promo|code promo|bons plans|jeux concours|jeux-concours|jeu concours|mode sombre|mode lecture|home
        homepage|home page|search|search for|sign in|log in|login|logout|log out|sign out|register|sign up|sign up now
        sign up here|sign up for free|subscribe|subscribe now|subscribed|subscription|subscriptions|subscriber
        my account|account|my profile|profile|your account|create account|create an account|join|join now|join us
        share this|share this article|share this story|share this page|share this post|share article
        share full article|share on|share via|please share|print this|print this page|print article|copy link
        copy link to clipboard|link copied|copied|save article|save story|save this story|save for later|bookmark
        bookmarks|read later|listen|listen now|listen to this article|listen to article|listen to this story
        advertisement|advertisements|advertising|advertise|ad|ads|sponsored|sponsored content|sponsored by
        paid content|promoted|paid partner|paid post|skip advertisement|story continues below advertisement|close|open
        next|previous|prev|next article|previous article|next story|previous story|more|show more|show less|load more
        see more|see less|view more|view all|see all|more options|read more|read full story|read the full story
        read the full article|continue reading|continue|learn more|find out more|back|back to top|back to home
        return to top|go back|go to home page|skip to content|skip to main content|skip to navigation
        skip to site index|skip links|skip navigation|accept|accept all|accept all cookies|reject all|reject|decline
        agree|i agree|i accept|got it|allow all|manage cookies|manage preferences|cookie settings|cookie policy
        cookie notice|cookie preferences|privacy policy|privacy|privacy notice|privacy settings|your privacy choices
        do not sell my info|do not sell or share my personal information|do not sell my personal information|terms
        terms of use|terms of service|terms of sale|terms & conditions|terms and conditions|terms & conditions apply
        terms of use and sale|accessibility|accessibility help|accessibility statement|accessibility links|contact us
        about us|about|careers|work for us|work with us|jobs|advertise with us|help|help center|help & support|support
        faqs|site map|sitemap|rss feed|rss feeds|follow us|follow|following|download the app|get the app|our apps
        mobile apps|live tv|watch live|watch now|watch|play|play video|pause|replay video|now playing|live blog
        live updates|crossword|crosswords|horoscopes|sudoku|shop|store|donate|donate now|support us|contribute
        make a contribution|make a donation|give|feedback|send feedback|ad feedback|report an error|report a typo
        report this ad|report ad|suggest a correction|corrections|suggest an edit|submit a tip|send us a tip
        language selection|select language|select your language|choose language|choose your language|change language
        languages|settings|preferences|edit|edit source|view history|view source|talk|article talk|hide|show
        toggle navigation|toggle menu|main menu|open menu|close menu|all sections|sections|navigation|breadcrumb
        breadcrumbs|you are here|jump to navigation|jump to search|from wikipedia, the free encyclopedia
        un article de wikipedia, l'encyclopedie libre|reply|report|report comment|flag|upvote|downvote|vote|like|likes
        dislike|recommend|helpful|spam|offensive|disagree|off-topic|view in app|open in app|reprints
        reuse this content|reprints & permissions|rights & permissions|order reprints|purchase licensing rights
        today's paper|breaking news|breaking|exclusive|alert|alerts|news alerts|email newsletters|breaking news emails
        site index|site information navigation|not now|maybe later|no thanks|no, thanks|incorrect email
        please enter a valid email address|need help?|try again|loading|loading...|chargement|chargement...|text size
        resize text|font size|taille du texte|a+|a-|aa|adchoices|ad choices|your ad choices|disclosures|disclosure
        read entire article|view original article|original article|source link|link|click here|cliquez ici
        view this post on instagram|voir cette publication sur instagram|view on twitter|view on instagram
        story continues|story continues below|scroll down for video|liked by|restacks|gift article|newsletter signup
        newsletter sign-up|sign up for our newsletter|sign up to our newsletter|get our newsletter
        subscribe to our newsletter|stay informed|stay connected|stay in touch|restez informe|restez informes
        restez connecte|restez connectes|gift this article|give this article|discussion policy|commenting policy
        supported by|sponsorise par|propose par|presente par|presented by|brought to you by|in partnership with
        en partenariat avec|follow topic|follow author|follow this topic|suivre|suivre ce sujet|suivre cet auteur
        this article is free|read in app|enable notifications|activer les notifications|notifications
        activez les notifications|turn on notifications|get notifications|media contact|media contacts|contact presse
        contacts presse|press contact|press contacts|service de presse|for immediate release|pour diffusion immediate
    """,
    Kind.LABEL: """
        a lire aussi|lire aussi|a lire egalement|lire egalement|a lire|a voir aussi|voir aussi|a ecouter aussi
        a ecouter|a relire|a voir|aussi a lire|et aussi|a lire ensuite|lire ensuite|a lire sur le sujet
        a lire sur le meme sujet|lire notre dossier|notre dossier|pour aller plus loin|pour approfondir
        en rapport avec cet article|notre selection|read also|also read|see also|related|read next|read this next
        read more on this|also on|read more on|recommended reading|related article|related story|related video
        related audio|watch next
    """,
    Kind.END: """
        end|ends|fin|30|sur le meme sujet|sur le meme theme|sur ce sujet|sur ce theme|dans la meme rubrique|dans cette rubrique
        dans la meme categorie|dans la meme thematique|dans l'actualite|dans l'actu|a lire aujourd'hui
        nos derniers articles|derniers articles|les derniers articles|dernieres actualites|dernieres actus
        dernieres infos|dernieres nouvelles|dernieres news|les dernieres actualites|l'actualite en continu
        toute l'actualite en continu|toutes les news|autres articles|autres actualites|autres sujets
        les autres articles|a ne pas manquer|a ne pas rater|vous aimerez aussi|vous pourriez aimer
        vous pourriez aussi aimer|vous pourriez egalement aimer|vous aimerez peut-etre|vous aimerez egalement
        vous pourriez etre interesse par|cela pourrait vous interesser|ca pourrait vous interesser
        recommande pour vous|recommandes pour vous|recommandations|nos recommandations|contenus sponsorises
        contenus recommandes|contenus partenaires|liens commerciaux|liens sponsorises|ailleurs sur le web
        aussi sur le web|a decouvrir aussi|a decouvrir|a decouvrir egalement|nos partenaires|services partenaires
        les services partenaires|tags|mots-cles|mots cles|mot-cle|thematiques|sujets associes|sujets lies
        themes associes|en lien avec cet article|sur le meme thematique|l'auteur|l'auteure|l'autrice|les auteurs
        a propos de l'auteur|a propos de l'auteure|a propos de l'autrice|a propos des auteurs|biographie de l'auteur
        notes et references|references|notes|liens externes|bibliographie|articles connexes|annexes
        references et notes|en ce moment|recemment publie|recemment publies|publies recemment|publie recemment
        le choix de la redaction|les choix de la redaction|la selection de la redaction|la redaction vous conseille
        la redaction vous recommande|la redaction vous propose|nos lecteurs ont aussi lu|nos lecteurs ont lu ensuite
        les internautes ont aussi lu|a la une|a la une aujourd'hui|l'essentiel de l'actu|top articles|le top|tops
        plus lus|le plus lu|les + lus|les plus lus|plus partages|plus commentes|fil actu|les articles a lire aussi
        plus d'infos|plus d'actu|plus d'actus|plus d'actualites|populaires|popular|populaire|les tendances|tendances
        tendance|partenaires|offres partenaires|conversations|voir egalement|nos videos|related articles
        related stories|related content|related topics|related links|related coverage|related posts|related news
        related items|related reading|related tags|related documents|related features|more on this story|more on this
        more on this topic|more news|more stories|more coverage|more headlines|more articles|more like this
        more to read|more to explore|more to discover|explore more|explore more on these topics|most read|most popular
        most viewed|most shared|most commented|most recent|most watched|most discussed|most emailed|popular articles
        popular posts|popular stories|popular now|trending|trending now|trending stories|trending topics|trending on
        top stories|top story|top news|top headlines|latest|latest news|latest stories|latest articles|latest posts
        latest headlines|latest updates|the latest|recent articles|recent posts|recent stories|recent news
        recently published|recently published in|recommended|recommended for you|recommended stories
        recommended articles|recommended reading for you|recommended by|you may also like|you might also like
        you may like|you might like|you may also be interested in|you might be interested in|don't miss|dont miss
        must read|must reads|must-reads|must-read|editors' picks|editor's picks|editor's pick|editors' choice
        editor's choice|our picks|what to read next|up next|next up|next in|around the web|from around the web
        from the web|from our partners|from our network|promoted stories|sponsored stories|sponsored links
        partner offers|partner content|topics|filed under|in this story|mentioned in this article|about the author
        about the authors|about the writer|about the reporter|author bio|the author|external links|further reading
        notes and references|footnotes|bibliography|citations|works cited|stories you may like|stories for you|for you
        elsewhere on the web|elsewhere|galleries|gallery|photo galleries|in case you missed it|icymi
        what others are reading|what we're reading|people also read|readers also like|readers also liked
        readers also read|others also read|more in this series|in this series|show comments policy|find us on
        connect with us|our network|our sites|our brands|product recommendations
    """,
    Kind.OVER: """
        commentaires|les commentaires|vos commentaires|commentaire|reactions|vos reactions|les reactions
        votre commentaire|laisser un commentaire|laissez un commentaire|laisser une reponse|ajouter un commentaire
        ajoutez un commentaire|poster un commentaire|ecrire un commentaire|publier un commentaire
        voir les commentaires|lire les commentaires|afficher les commentaires|reagir a cet article|reagissez
        reagissez a cet article|deposer un commentaire|ajouter votre commentaire|soyez le premier a commenter
        soyez le premier a reagir|commenter cet article|votre reaction|la discussion|aucun commentaire
        pas de commentaire|voir tous les commentaires|participer a la discussion|comments|all comments|top comments
        your comments|leave a comment|leave a reply|leave a response|add a comment|add your comment|post a comment
        write a comment|post your comment|submit a comment|join the conversation|join the discussion
        join in the conversation|start the conversation|show comments|view comments|view all comments|hide comments
        read comments|read the comments|load comments|see all comments|be the first to comment|have your say
        comments are closed|comments closed|no comments|no comments yet|no responses|responses|what readers are saying
        reader comments|readers' comments|the conversation|discussion|cancel reply|annuler la reponse
    """,
    Kind.CAPTION_LABEL: """
        view gallery|view image in fullscreen|view image in full screen|open image in gallery|open image in fullscreen
        voir la galerie|enlarge this image|enlarge|agrandir cette image|image caption|media caption|legende de l'image
        legende|image copyright|media playback is unsupported on your device|photo caption|image source
        source de l'image|credit image|copyright de l'image
    """,
    Kind.META: """
        afp|reuters|ap|associated press|the associated press|belga|ats|pa media|avec afp|la redaction|redaction
        editorial|par la redaction|staff|staff reporter|staff writer|news agencies|agence france-presse|agences
        temps de lecture|reading time|publie|publie le|mis a jour|mis a jour le|published|updated|last updated
        opinion columnist|senior reporter|contributor|by|par
    """,
    Kind.WIDGET: """
        resume de l'article|resume par ia|resume ia|resume genere par ia|resume par l'ia|resume automatique
        le resume par ia|resume genere automatiquement|ai summary|ai-generated summary|ai generated summary
        summary by ai|ai overview|generated summary|article summary|automatic summary|ai-powered summary
        ai key takeaways|ai-generated key points|l'article en resume|l'article resume par ia|l'essentiel par ia
    """,
}

# -- Beginnings of lines ----------------------------------------------------------------------------------------------
# One pattern a line, tried at the beginning of the plain line; spaces count, there is no verbose mode.


class _Rules(NamedTuple):
    """Patterns of one kind, for lines of at most `longest` words; `open_ended` lines only: those without an end mark."""

    kind: Kind
    longest: int
    patterns: str
    open_ended: bool = False


_BEGINNINGS = (
    _Rules(
        Kind.WIDGET,
        16,
        r"""
        (?:le )?resume (?:de (?:l'|cet )article )?(?:genere |cree |realise |redige |propose )?(?:par|avec|grace a) (?:l'|une |notre )?(?:ia|intelligence artificielle)\b
        (?:this |the )?(?:ai|artificial intelligence)[- ](?:generated|powered|assisted) (?:summary|key|highlights|overview)
        (?:this )?summary (?:was |is )?(?:generated|written|created|produced|powered) (?:by|with|using) (?:ai|artificial)\b
        """,
    ),
    _Rules(
        Kind.OVER,
        12,
        r"""
        (?:\(?\d+\)? |lire |voir |afficher |les |show |view |read |see |all |tous les )+(?:commentaires?|comments?|reactions?|responses?|replies)$
        (?:commentaires?|comments?|reactions?) ?\(?\d+\)?$
        \d+ (?:thoughts?|replies|responses?|comments?) (?:on|to)\b
        (?:soyez le premier|be the first|soyez la premiere) (?:a|to)\b
        (?:log|sign) in to (?:comment|reply|join)
        (?:connectez|identifiez|inscrivez)-vous pour (?:commenter|reagir|laisser|participer|repondre)
        comments (?:are|have been|on this)
        les commentaires (?:sont|ne sont|et)
        if you would like to (?:add|leave|post) a comment
        """,
    ),
    _Rules(
        Kind.END,
        14,
        r"""
        (?:les |nos |vos |tous les |top \d+ des |le top des )?(?:articles?|sujets?|contenus?|videos?|actus?|actualites?|infos?|news|stories) (?:les |le |la )?(?:plus|similaires?|lie[es]*|associe[es]*|recommande[es]*|recents?|populaires?|connexes?|recentes?)\b
        (?:les |top )?\d* ?(?:plus|\+) (?:lus?|lues?|vus?|vues?|partages?|partagees?|commentes?|consultes?|recents?|populaires?)\b
        plus d'(?:articles?|infos?|actus?|actualites?|informations) (?:sur|de|en|a)\b
        (?:toute|toutes|retrouvez|suivez) (?:l'|les |toute l'|toutes les )(?:actu|actus|actualite|actualites|info|infos|news)\b
        (?:lire|voir|decouvrez|decouvrir|retrouvez)? ?(?:aussi )?(?:tous|toutes) (?:les|nos|ses|leurs) (?:articles|actualites|actus|infos|news|videos|dossiers)\b
        (?:recently|latest|newly) (?:published|posted|added)\b
        (?:publies? )?recemment (?:publies? )?(?:dans|sur|en)\b
        (?:more|most (?:read|popular|viewed|shared|recent)|latest|trending|popular|top stories|recommended|best) (?:from|in|on|by|at|for|about|news|stories|articles)\b
        (?:also|more|next) (?:on|from|in) (?:this|the|our)\b
        (?:sujets? associes?|sujets? lies?|mots?[ -]cles?|tags?|topics?|filed under|read more about|more about|themes?|thematiques?|categories|posted in|classe dans|etiquettes?) ?:
        (?:you|vous) (?:may|might|pourriez|aimerez|devriez) (?:also |aussi |peut-etre |egalement )?(?:like|enjoy|be interested|aimer|apprecier|etre interesse|lire)
        (?:recommande|suggere|selectionne)[es]* (?:pour|par|for|by)
        (?:the )?most popular
        les plus \w+s$
        """,
    ),
    _Rules(
        Kind.LABEL,
        12,
        r"""
        (?:notre|nos) (?:dossiers?|articles?|enquetes?|selections?|decryptages?) (?:complets? )?(?:sur|:)
        """,
    ),
    _Rules(
        Kind.CREDIT,
        14,
        r"""
        (?:photo|photos|image|images|credits?|credit photo|photo credit|photo courtesy|photos courtesy|courtesy|photographie?|photograph|visuel|illustration|picture|source|video|photo illustration|photo d'illustration|image d'illustration|copyright|infographie|capture d'ecran|dessin|graphic)(?: by| de| par| credit| source)? ?[:©,(|-].{2,100}
        (?:photo|image|photograph|picture|illustration|video|graphic)s? (?:by|par|via|courtesy|credit) \w.{2,80}
        © ?(?!\d{4}).{2,60}
        (?:getty|getty images|istock|shutterstock|unsplash|pixabay|pexels|adobe stock|alamy|ap photo|epa|sipa|maxppp|hans lucas|ap|afp|reuters)(?: ?/ ?.{2,40}| images?| via .{2,30})?$
        .{2,40} ?/ ?(?:afp|ap|reuters|epa|sipa|getty|getty images|maxppp|hans lucas|belga|ap photo|keystone|divergence|abaca|bestimage|shutterstock|alamy|istock|adobe stock|pa)(?: file| images)?$
        (?:(?:\w+[.-]? ){0,3}\w+ ?/ ?){0,3}(?:afp|ap|reuters) (?:via )?getty images$
        \(?(?:photo|image|illustration)s? ?(?:d'illustration|d'archives?|prise|illustrative|by|dr|afp|ap|reuters)\b.{0,60}$
        """,
        open_ended=True,
    ),
    _Rules(
        Kind.NOISE,
        60,
        r"""
        (?:a |» )?(?:lire|relire|voir|revoir|ecouter|regarder|decouvrir|consulter) (?:aussi|egalement|notre|nos|sur le meme|plus sur|la video|le podcast|ensuite)\b
        (?:a )?(?:lire|voir|ecouter|relire|decouvrir) ?(?:ici )?[:|>»]
        et aussi ?[:|>»]
        (?:read|also read|see|watch|listen|also|related|more|analysis|explainer|recommended|opinion|live|video|photos|gallery|don't miss|must read)(?: also| more| next| now| here| on)? ?[:|>»]
        (?:also read|read also|see also|watch also|read next|read more|read the full|read our|see more|hear more)\b
        (?:plus d'infos?|plus d'informations?|pour en savoir plus|pour aller plus loin|sur le meme sujet|dossier|replay|retrouvez (?:ici|notre|nos|l'integralite)|(?:notre|nos) (?:dossier|video|article)s?)\b ?[:.|>-]
        pour plus d'informations\b.{0,20}[:(]
        (?:for more|for further) (?:information|details)\b.{0,40}(?:visit|contact|call|see|:|@|www)
        (?:inscrivez|abonnez|desabonnez|reabonnez|connectez|identifiez|enregistrez)-vous\b
        (?:je|s') ?(?:m')?(?:abonner?|inscri[st]|inscrire|connecter?|identifier?)\b
        (?:vous souhaitez|envie de|pour) (?:recevoir|suivre|etre (?:alerte|informe))
        (?:recevez|recevoir|recois)\b.{0,80}\b(?:newsletter|infolettre|e-?mails?|mails?|boite|actus?|actualites?|alertes?|matins?|soirs?|semaine|vendredi|recap|resume|lettre|notifications?|messagerie|whatsapp)
        (?:get|receive|sign up|subscribe|register|join|enter your|start your|stay|never miss|want)\b.{0,120}\b(?:newsletters?|inbox|e-?mails?|alerts|free access|uninterrupted|daily briefing|push notifications|whatsapp channel|to your phone|morning briefing)
        (?:recevez|profitez|telechargez|participez|partagez|abonnez|inscrivez)\b(?:\W+\w+){0,25}$
        (?:decouvrez|retrouvez|suivez|rejoignez|consultez|reagissez)\b(?:\W+\w+){0,20}$
        (?:sign|log) (?:up|in)(?: now| here| today| below)?(?: to| for| with| or|$)
        register (?:free|now|for free|to|today|here)\b
        subscribe (?:to|now|for|today|here|and|with|or)\b
        (?:already|not) (?:a |an |have an? |yet a )?(?:subscriber|member|account|registered|subscribed)
        (?:vous etes )?deja (?:abonne|inscrit|client|membre|un compte)
        (?:pas|vous n'etes pas) encore (?:abonne|inscrit)
        you(?:'ve| have)? (?:reached|used|read|hit|been reading|\d+|no|one) .{0,30}\b(?:articles?|stories|limit)
        il vous reste .{0,20}(?:%|article|de cet|a lire)
        (?:cet article|la suite|ce contenu|contenu|la totalite|l'integralite|le reste)(?: de cet article| de l'article)? (?:est |vous est |sont )?(?:reserve|accessible|disponible)[es]* (?:aux|a nos|a tous|uniquement|exclusivement|pour les|sur abonnement|en exclusivite)
        (?:lisez|lire|poursuivez|continuez|poursuivre|continuer) (?:la suite|votre lecture|la lecture|votre article|cet article|a lire)
        la suite (?:de (?:cet |votre |l')?(?:article|contenu|texte|page) )?(?:apres|ci-dessous|est reserve)
        (?:la suite|l'article|votre contenu|le contenu)\b.{0,40}(?:annonce|publicite|pub)\b
        (?:the )?(?:article|story|content|scroll|keep reading|post)\b.{0,25}\b(?:continues?|below|after|past)\b.{0,20}\b(?:advert\w*|ads?|sponsor\w*)\b
        (?:pour|to) (?:lire|read|continuer?|continue|poursuivre|acceder|access|unlock|debloquer|profiter)\b.{0,60}\b(?:abonn|subscri|connect|inscri|identifi|log in|sign in|sign up|register)
        (?:this|the|cet|cette) (?:article|story|content|page|contenu) is (?:only |exclusively )?(?:available|reserved|for) .{0,20}(?:subscribers|members)
        (?:start|try|begin|commencez|essayez|testez)\b.{0,30}\b(?:free trial|trial|essai gratuit|gratuitement|free for)
        (?:a partir de|des|only|just|from|pour|seulement|for)? ?[\d.,]+ ?(?:€|euros?|\$|£|eur|usd)(?: ?/| par| per| a| the| le| pendant| puis| pour| for| one)? ?.{0,20}\b(?:mois|month|an|year|week|semaine|weeks)\b
        (?:offre|offer)s? (?:speciale?|special|limitee?|limited|d'abonnement|decouverte|numerique|exclusive|partenaire|ends)
        (?:profitez|beneficiez) (?:de|d')\b
        sans engagement|cancel (?:any ?time|at any)|annulable a tout moment
        (?:support|soutenez|soutenir|help us|aidez)[- ](?:us|our|independent|quality|the|nous|notre|la|un|le|les|fund)\b.{0,60}(?:journalis|redaction|presse|independan|media|reporting|journal|newsroom|work|don\b|reader|project)
        (?:make|faites|faire) (?:a|un) (?:contribution|donation|don)\b
        (?:nous|we)(?:'ve| have| avons)? (?:noticed?|remarque|detecte)\b.{0,60}\b(?:ad ?block\w*|bloqueur|publicites?|navigateur|browser|vous utilisez|you're (?:using|visiting|adblocking))
        (?:please |veuillez |merci de |pensez a )?(?:turn off|disable|desactivez|desactiver|whitelist) .{0,30}(?:ad ?blocker|adblock|bloqueur|javascript)
        we (?:rely|depend) on advertising|nous vivons de la publicite
        we urge you to (?:turn off|subscribe|sign|register)
        thank you for your support
        (?:telechargez|installez|download|install|get|retrouvez|decouvrez|open|ouvrir|continuer)(?: dans| in| sur)? (?:notre |l'|our |the |la |votre )?.{0,30}\b(?:app|appli|apps|application)\b
        (?:ajoutez|add|ajouter) .{0,60}(?:ecran d'accueil|home ?screen|favoris|preferred source|sources preferees|google news)
        (?:scannez|scan) (?:le|the|ce|this) (?:qr|code)
        (?:suivez|retrouvez|rejoignez|likez|aimez|contactez)[- ](?:nous|moi|l'actu|l'actualite|toute l'actu|toute l'info|toutes les actu|toutes nos|tous nos|notre (?:page|chaine|compte|newsletter|direct|live)|nos (?:actu|articles|informations|journalistes)|la chaine)\b
        follow (?:us|me|him|her|them|@|our\b.{0,40}(?:page|channel|account|live|coverage|twitter|facebook|podcast|newsletter))
        follow .{0,60}\b(?:on|via) (?:twitter|facebook|x|instagram|linkedin|tiktok|youtube|social|bluesky|threads|whatsapp|telegram|google|apple|spotify)\b
        (?:join|rejoignez|rejoindre) (?:us|our|notre|nos|la)\b.{0,60}(?:channel|chaine|group|groupe|communaut|communit|whatsapp|telegram|discord|facebook|newsletter)
        (?:connect|find us|like us|watch us|listen to us) (?:with|on)\b
        (?:please |pls )?share (?:this|on|via|your thoughts)\b.{0,40}$
        (?:si vous avez aime|if you (?:liked|enjoyed)|vous avez aime|cet article vous a|was this (?:article|page|helpful)|did you (?:like|enjoy|find)|avez-vous trouve)
        partage[rz]? (?:cet|cette|ce|l'|sur|via|par|avec|vos)\b.{0,40}$
        (?:click|cliquez|tap|appuyez)(?: ici| here| below| on| sur| the)? ?(?:to|pour|for|here|the|on|sur|the link|le lien)\b
        (?:advertis(?:ement|ing)|publicite|sponsored|annonce|sponsorise)\b.{0,40}$
        (?:sponsored|paid|promoted|partner|branded) (?:content|post|by|for|message)
        (?:powered|hosted|realise|propulse|heberge|designed|built|developed) (?:by|par)\b
        (?:contenu|article|publication|message) (?:sponsorise|partenaire|propose par|commercial|publicitaire)
        (?:this|cet?|cette|our|the|nos)(?: article| post| page| site| story| links?| liens?)? .{0,30}(?:affiliate|affilie|affiliation)
        (?:we|nous) (?:may|might|can|could|earn|receive|get|pouvons|percevons|touchons|recevons)\b.{0,60}\b(?:commission|affili)
        (?:if you|when you|si vous) (?:buy|click|purchase|achetez|cliquez)\b
        (?:we|nous|ce site|this (?:web)?site|this page|our (?:web)?site|notre site|le site|nous et nos|we and our|with your|avec votre|nos partenaires|our partners)\b.{0,120}\bcookies?\b
        (?:accept|accepter|acceptez|refuser|gerer|manage|allow|reject|parametr\w+|personnalis\w+|configur\w+|choose|by accepting|en acceptant|the use of|les)\b.{0,50}\bcookies?\b.{0,60}(?:$|\b(?:vous|you|your|votre|nous|we|nos|our|site)\b)
        (?:en poursuivant|en continuant|en cliquant|by continuing|by clicking|by using|by signing|by subscribing|by submitting|by entering|by registering|by providing|if you continue|en vous inscrivant|en vous abonnant|en validant|en renseignant|si vous continuez)\b.{0,80}\b(?:you|your|our|us|this (?:site|website|form|page)|vous|votre|vos|nos|notre|nous|ce site|l'usage|newsletter|cookies?|terms|conditions)
        (?:votre (?:adresse )?e-?mail|vos donnees|your (?:e-?mail )?(?:address|data|e-mail|information) (?:will|is|may|are))\b
        (?:vous pouvez|you can|you may|vous pourrez)\b.{0,100}\b(?:consent\w*|unsubscribe|desabonner|desinscrire|retirer votre|withdraw|opt out|vos choix|your choices|vos preferences|your preferences)
        (?:votre|your) (?:consent\w*|vie privee|privacy|choix|choices)\b.{0,40}(?:nous|notre|us|important|our|$|:)
        (?:read|see|view|consult|voir|lire|consultez|please review|review) (?:our|the|notre|nos|la) .{0,30}(?:policy|terms|politique|conditions|charte|guidelines|privacy)
        this (?:site|form|page) is protected by
        (?:©|\(c\) |copyright\b|tous droits|all rights|droits de reproduction|reproduction)
        (?:this|the) (?:material|content|website) (?:may not|is intended|is provided|is protected)
        (?:rcs|siret|siren|issn|cppap|commission paritaire|directeur de la publication|directrice de la publication|editeur)\b ?:?
        (?:disclaimer|legal notice|avertissement legal|mention legale)\b
        (?:most )?(?:stock|market|data|quotes?|les cours|cours)\b.{0,80}\b(?:delayed|differes?|provided by|real[- ]time|fournis? par)
        (?:all times are|all quotes|toutes les heures)
        (?:please|veuillez|merci de|vous devez|you must|you need to)\b.{0,40}\b(?:connecter|connectez|log|sign|inscrire|identifier|enregistrer|register|saisir|enter|confirm|verify|try again|reessayer|renseigner|entrer)\b
        (?:your|votre) (?:e-?mail|adresse|name|nom|comment|commentaire|message|subscription|inscription|account|compte|browser|navigateur|session|vote|article)\b.{0,60}(?:not be|ne sera|required|obligatoire|will|sera|est|has been|a bien|is|does|ne |:|\*|$)
        (?:les )?champs (?:obligatoires|marques|suivis)
        required fields|fields marked
        save my name
        (?:vos|les|all|your|the) (?:reactions|commentaires|comments|avis)\b.{0,40}\b(?:doivent|are posted|must|respecter|moder|sont publies|published|welcome)
        (?:charte|regles|politique) (?:de |des )(?:moderation|commentaires|bonne)
        (?:cet article|this (?:article|story|post|report|piece|page|content)|l'article|the article|cette depeche|ce texte|a version of this (?:article|story))(?: original)? (?:a ete |a d'abord ete |est paru|est issu|was |has been |is being |is |first |originally |appears |appeared )+.{0,20}(?:mis a jour|modifie|corrige|updated|amended|corrected|edited|modified|first|originally|published|republi|publie|traduit|translated|initialement|appeared|adapted|part of|in print|extrait|paru|syndicated|produced)
        (?:originally published|initialement publie|article (?:publie|paru|mis a jour|original|modifie|issu)|first (?:published|appeared)|publie initialement|republi\w+ (?:with|avec|from))
        (?:additional |with |avec |reportage )?(?:reporting|editing|writing|graphics|translation|edition|traduction|montage|redige|edite|version francaise) (?:by|de|par)\b
        (?:our standards|nos standards)\b
        (?:correction|corrections|erratum|rectificatif|editor's note|note de l'editeur|note de la redaction|note from the editor|clarification)\b.{0,25}:
        (?:do you have|have you got|got|have|avez-vous|vous avez)\b.{0,10}\b(?:a (?:news )?(?:tip|story|confidential|question|correction)|an? (?:opinion|story)|une (?:information|question|remarque|erreur|histoire)|un temoignage|something to)
        (?:contact|e-?mail|write to|contactez|ecrivez|joindre|tel|phone|telephone|tel\.|fax|courriel|mail)\b.{0,60}(?:@|\+?\d{2,3}[ .)-]?\d)
        (?:contactez|contact|ecrivez|write to|get in touch with|e-?mail) (?:la redaction|the author|the reporter|the writer|l'auteur|nous|us|me|a )\b
        (?:une question|une remarque|une erreur|un avis|avez-vous|have you|spotted|found)\b.{0,30}\b(?:faute|erreur|error|typo|mistake)s?\b
        (?:slide|photo|image|page) \d+ (?:of|sur|/|de) \d+
        (?:this|your|cette|ce|votre) (?:video|browser|media|player|lecteur|navigateur|content|contenu)\b.{0,40}\b(?:cannot|can't|can not|unavailable|not support|unsupported|does not|will play|bloque|indisponible|n'est|n'a|ne peut|not available|will start|is loading|could not|no longer|est loading)
        (?:to (?:view|watch|play|see)|pour (?:voir|lire|visionner|afficher)) (?:this|ce|cette|la) (?:video|content|contenu|media)
        (?:play|pause|mute|unmute|plein ecran|full ?screen|duree|duration|current time|loaded|progress|remaining time|watch|listen|ecouter|regarder|video|audio)\b.{0,3}(?:\d+ ?[:h] ?\d+.{0,12}|\d+ ?(?:min|mins|minutes|sec).{0,10}|video|audio)$
        (?:toggle|expand|collapse|derouler|replier|afficher|masquer|show|hide) (?:the |le |la |les |all |more )?(?:menu|navigation|sommaire|caption|comments?|search|recherche|image|legende|sub|sections?|table)
        (?:lire|read|voir|view|see|disponible|available|this (?:article|page) (?:is )?(?:also )?available|cet article est (?:aussi |egalement )?disponible|leer|version|traduction|translate)\b.{0,40}\b(?:en |in |version )?(?:anglais|anglaise|english|francais|francaise|french|espagnol|espanol|spanish|allemand|german|deutsch|arabe|arabic|chinois|chinese|other languages|autres langues)$
        (?:select|choose|change|choisir|changer|choisissez|selectionnez) (?:a |your |de |la |votre |une |the )?(?:language|langue|region|edition|country|pays|location|ville|commune)\b
        (?:switch to|current edition|edition :|edition actuelle)
        (?:enter|entrez|saisissez|indiquez|renseignez|type) (?:your|votre|an?|une?) (?:e-?mail|adresse|search|mot|keyword|code|email address|ville)
        (?:what|que) (?:term|recherchez|cherchez|are you looking)
        newsletters? \w+(?: \w+){0,3}$
        (?:thanks|thank you|merci) (?:for|de|d'avoir) (?:reading|lire|lu|votre lecture|subscribing|nous lire)\b
        .{2,60} is a reader-supported publication
        (?:tous|toutes|all) (?:les|nos|our) (?:abonnements|offres|subscriptions|plans)\b
        (?:l')?acces (?:illimite|a tous nos)|unlimited (?:digital )?access
        (?:you've|you have|you are|vous avez|vous etes) (?:successfully|now|bien|desormais|been) .{0,30}(?:subscri|inscri|abonn|added|regist)
        you have been granted access|continue reading\b
        modifier ?\| ?modifier|edit ?\|? ?edit source$|(?:la )?derniere modification|droit d'auteur ?:
        (?:reporting|reported) from [\w ,.-]{2,40}$
        (?:retrouvez|decouvrez|consultez|voir|suivez|revivez) (?:tous |toutes |l'ensemble |ici |aussi |egalement )?(?:les|nos|notre|des|l') ?(?:articles|actualites?|actus?|videos|dossiers?|guides?|offres?|selection|comparatifs?|podcasts?|essais|newsletters?|programme|live|direct|resultats)\b
        (?:chaque|tous les|toutes les|every|each) (?:jour|matin|soir|semaine|lundi|vendredi|matins|soirs|semaines|day|morning|evening|week|weekday)s?\b.{0,60}(?:newsletter|inbox|boite|e-?mails?|recevez|mail)
        (?:visit|go to|rendez-vous sur|visitez) (?:our|notre|the|le) .{0,30}(?:website|site|page|store|shop|boutique)\b.{0,40}$
        (?:le|la|les|un|une|the|an?) (?:meilleur|best|essentiel)e?s? (?:de|of) (?:l'actu|l'info|the news|l'actualite|our).{0,40}(?:inbox|boite|e-?mail|mail|matin|soir|jour)
        (?:protegez|protect|reservez|achetez|buy now|order now|commandez|shop now|book now|retrouvez votre)[- ].{0,60}(?:maintenant|now|today|famille|family|seance|ici|here|bien-etre|!)
        this page was last edited|cette page a ete modifiee|derniere modification (?:de cette page|le)|text is available under|les textes sont disponibles|retrieved from|categories? ?:|hidden categories
        pic\.twitter|https?://|www\.
        """,
    ),
)

# -- Words found anywhere in a line -----------------------------------------------------------------------------------

_ANYWHERE = (
    _Rules(
        Kind.CAPTION,
        90,
        r"""
        ^(?:image |media |photo )(?:caption|legende|credit)\b
        // ?(?:source|credit|photo|image)s? ?:
        \b(?:reuters|afp|ap|epa|sipa|belga|maxppp|getty|ap photo) ?/ ?\w[^.!?]{2,60}$
        \bcredits?(?: photos?| images?| video)? ?(?::|\.\.\.|©) ?.{2,60}$
        (?:©|\(c\) ) ?(?!\d{4})[^.!?:]{2,80}$
        \((?:photos?|image|credit|illustration|ph|video|capture|photograph|source) ?[^()]{0,100}\)$
        \([^()]{0,60}(?:getty|reuters|\bafp|\bap|\bepa|sipa|shutterstock|istock|maxppp|archives?|\bpool|hans lucas|alamy|adobe stock|belga|bloomberg)\b ?(?:images?|photo|file|via [^()]{2,40}|pictures)\)$
        \([^()]{0,40}\b(?:photo|image|photograph|credit|picture)s? ?:[^()]{1,60}\)$
        \([^()]{2,60} ?/ ?(?:getty|reuters|afp|ap|epa|sipa|maxppp|hans lucas|belga|bloomberg)(?: images?| photo| file)?\)$
        \((?:photo d')?(?:illustration|archives?|image d'illustration|file photo|file|d'archives|d'illustration)\)$
        """,
    ),
    _Rules(
        Kind.CAPTION,
        90,
        r"""
        \b(?:photo|image|photograph|picture|illustration|video)s? ?(?:credit|source|by|copyright)? ?: ?[^.!?]{2,80}$
        (?:/|\bvia|-|\||,) ?(?:afp|ap|reuters|epa|sipa|getty|getty images|maxppp|hans lucas|shutterstock|istock|ap photo|adobe stock)(?: file| images| pool| photo)?$
        \b(?:getty images|istockphoto|shutterstock|ap photo)(?: ?/ ?[^.!?]{2,40})?$
        \b(?:photo|photograph|picture|illustration) (?:by|par|courtesy of|via) [^.!?]{3,50}$
        \bcc by(?:[ -](?:sa|nc|nd)){0,2}(?: \d\.\d)?$|\b(?:author provided|fourni par l'auteur\w*|wikimedia(?: commons)?|via flickr|unsplash)$
        [.!?»"] ?(?:photos?|images?|illustrations?|videos?) (?:d'archives?|archives?|d'illustration|dr|prise)\b[^.!?]{0,60}$
        [.!?»"] ?(?:photos?|images?|illustrations?|credits?) [^.!?]{2,50} ?/ ?[^.!?]{2,40}(?:[.!?] [^.!? ]{2,30})?$
        \bfile photo\b.{0,30}$|\bphoto d'archives?\b.{0,10}$|\bcapture d'ecran\b.{0,40}$
        """,
        open_ended=True,
    ),
    _Rules(
        Kind.NOISE,
        70,
        r"""
        \b(?:your|votre|in your|dans votre) (?:inbox|boite (?:mail|e-?mail|de reception|aux lettres|a lettres))\b
        \b(?:delivered|sent|straight|directly|directement|envoye[es]*) (?:to|dans|into|sur) (?:your|votre|vos)\b
        \bmeet your inbox\b
        \b(?:all rights reserved|tous droits reserves)\b
        \bprotected by recaptcha\b
        \b(?:nos|notre|our|votre|your|free|gratuite|the|la|daily|weekly|une|a) (?:\w+ ){0,3}(?:newsletters?|infolettres?)\b.{0,80}\b(?:vous|you|your|votre|sign|inscri|abonn|subscri|recevoir|recevez|gratuit|free|click|cliqu)
        \b(?:inscri\w+|abonn\w+|sign up|subscribe|recevoir|recevez|register)\b.{0,60}\b(?:newsletters?|infolettres?|lettre d'information)\b
        \breserve[es]* (?:aux|a nos) abonne
        \b(?:cookies?|traceurs)\b.{0,120}\b(?:votre|your) (?:navigation|experience|consent\w*|appareil|device|browser|choix|terminal|preferences|visite|visit|accord)
        \b(?:stocker|acceder a|store|access|storing) .{0,60}\b(?:votre|a|your|un) (?:terminal|device|appareil|equipement)\b
        \bdata (?:controller|protection officer)|\bresponsable (?:de|du) traitement\b.{0,60}\bdonnees\b
        \b(?:powered|sponsored|presented) by [\w.]+$
        \b(?:is|are) registered trademarks?\b|\b(?:sont des marques|est une marque) deposees? (?:de|par)\b
        \bcontributed to this (?:report|article|story)\b|\ba contribue a cet article\b|\bont contribue a cet article\b
        \b(?:en savoir plus|learn more|read more|lire la suite|find out more|click here|cliquez ici|voir plus)(?: ?[>»→.]+)?$
        \bunsubscribe (?:at )?any ?time\b|\b(?:des(?:inscri|abonn)\w+)\b.{0,25}\b(?:tout moment|un clic|quand vous)\b
        \bto (?:unsubscribe|opt out)\b|\bse desabonner\b.{0,40}\blien\b
        \bcan be reached at\b|\breach (?:him|her|them|me) (?:at|on)\b
        \b[\w.+-]+@[\w-]+\.[a-z]{2,}$
        """,
    ),
)

# -- The question -----------------------------------------------------------------------------------------------------

_READ = 800
"""Characters of a line that are looked at: clutter shows itself early, and a page on one line must stay cheap."""

_QUOTES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'", "“": '"', "”": '"', "«": '"', "»": '"', "–": "-", "—": "-", "−": "-", "œ": "oe", "Œ": "oe", "æ": "ae", "\u00a0": " ", "\u202f": " "})  # fmt: skip
_SPACES = re.compile(r"\s+")
_ORNAMENTS = " \t\"'-*:[]•·●▪►▶›>»|/\\#→⟶➜➤➡↑↓←✉☰✕×~_=+…📷🔴👉📩🔔⚠️▼▲◀■□◆◇★☆✓✔.,;"
_CAMEL = re.compile(r"(?<=[a-zà-ÿ0-9!?)])(?=[A-ZÀ-Þ][a-zà-ÿ])")
_COUNTS = re.compile(r"[\d()\[\]#.,+:]+|\bk\b")
_HOUR = re.compile(r"(?:\d{1,2} ?[:h] ?\d{2}|\d{1,2} h\b)")
_WORD = re.compile(r"[^\W\d_]+|\d+")
_REFERENCE_MARKS = ("↑", "^")
_LINK_NOTES = re.compile(
    r"(?:[,(\s]*(?:opens? (?:in )?(?:a )?new (?:tab|window)|purchase licensing rights|nouvelle fenêtre|ouvre (?:dans )?une? nouvel(?:le)?"
    r" (?:fenêtre|onglet)|lien externe|external link)\)?)+$",
    re.IGNORECASE,
)
_CAPITAL_CREDIT = re.compile(
    r"(?<=[\w\s])[.!?»”\"] ?[A-ZÀ-Þ][A-ZÀ-Þ.'’-]+(?:[ /]+(?:[A-ZÀ-Þ&«»][A-ZÀ-Þ.'’&»-]*|«|»))+$"
    r"|[.!?»”\"–|-] ?(?:[A-ZÀ-Þ][\w.'’-]* ){1,4}/ ?[A-ZÀ-Þ][\w.'’-]*(?: [A-ZÀ-Þ][\w.'’-]*){0,3}$"
)
_NAMED_CREDIT = re.compile(
    r"[.!?»”\")] ?\((?!(?:[Aa]vec|[Ww]ith) )(?:[A-ZÀ-Þ][\w.'’-]*(?: ?/ ?| ))(?:(?:[A-ZÀ-Þ][\w.'’-]*|de|du|le|la|for|pour|via)(?: ?/ ?| |(?=\)))){1,8}\)$"
)
_GLUED_CREDIT = re.compile(r"[a-zà-ÿ]{4}par [A-Z0-9]\S*(?: \S+){0,3}$")
_SHARE_WORD = re.compile(r"[^\W_]+")
_BYLINE = re.compile(
    r"(?:par|by|texte?s?(?: de| by| par)?|propos recueillis par|recueillis? par|(?:written|edited|reported|story|posted|published"
    r"|authored|words|analysis|opinion|report|review|interview|reporting|photographs?|photos?|video|recit|redige|ecrit"
    r"|reportage|publie|poste|enquete|portrait|critique|entretien|article|chronique|tribune)"
    r" (?:by|par|de)|auteurs?|authors?|redaction|journaliste)\b ?:? ?"
)
_ELISION = re.compile(r"[dl]['’](?=[A-ZÀ-Þ])")
_NAME_GLUE = _table(
    f"{'|'.join(_DATE_WORDS)}|and|et|de|du|des|la|le|les|von|van|der|den|di|da|al|el|ben|bin|with|avec|pour|for|in|at|from"
    "|envoye|envoyee|special|speciale|correspondant|correspondante|correspondent|reporter|editor|writer|journaliste|staff"
    "|by|par|senior|political|chief|business|science|health|news|follow|suivre|d|l|a|of|redacteur|redactrice|the|son|agence|photos"
    "|photo|illustration|texte|professeur|professor|notre|nos|our|permanent|permanente|intern|comments|commentaires"
)
_META = re.compile(
    r"(?:article |contenu |fiche )?(?:publie[es]*|mise? a jour|modifie[es]*|poste[es]*|cree[es]*|maj|publication|ecrit|derniere (?:mise|modification|maj)"
    r"|date de publication|paru|diffuse|published|updated|last updated|last modified|posted|first published|modified|created"
    r"|originally published|issued|released|latest update|date|this article is more than|cet article (?:date|a plus))\b[^\n]{0,90}"
)
_READING_TIME = re.compile(
    r"\b\d+ ?-? ?(?:min|mins|minutes?|mn)\b.{0,12}\b(?:read|lecture|lire|listen|ecoute|watch)\b"
    r"|\b(?:temps de lecture|reading time|read time|lecture|duree de lecture)\b.{0,16}\d|\b(?:lecture|read|lire) \d+ ?(?:min|mn)"
)
_PUBLISHED_INSIDE = re.compile(
    r"\b(?:publie[es]*|mise? a jour|mis en ligne|modifie[es]*|published|updated|posted|last modified)\b.{0,14}\d"
)


def plain(text: str) -> str:
    """`text` in lower case, without accents and ornaments, on one line, typographic signs made simple."""
    text = unicodedata.normalize("NFKD", text.translate(_QUOTES).lower()).replace("_", " ")
    text = "".join(character for character in text if not unicodedata.combining(character))
    return _SPACES.sub(" ", text).strip(_ORNAMENTS)


def _lines(table: dict[Kind, str]) -> dict[str, Kind]:
    """Plain line -> kind, from the tables of phrases."""
    return {
        plain(phrase): kind
        for kind, phrases in table.items()
        for phrase in re.split(r"[|\n]", phrases)
        if phrase.strip()
    }


def _compiled(table: tuple[_Rules, ...]) -> tuple[tuple[_Rules, re.Pattern[str]], ...]:
    """The rules of `table`, each with one pattern for all its phrases."""
    return tuple(
        (rules, re.compile("|".join(f"(?:{line.strip()})" for line in rules.patterns.splitlines() if line.strip())))
        for rules in table
    )


_KIND_OF_LINE = _lines(_LINES)
_AT_START = _compiled(_BEGINNINGS)
_INSIDE = _compiled(_ANYWHERE)


def kind_of(line: str) -> Kind | None:
    """The kind of clutter that `line` certainly is, or None; a line without a letter is noise."""
    head = _LINK_NOTES.sub("", line[:_READ]).strip()
    key = plain(head)
    if head[:1] in _REFERENCE_MARKS:
        return Kind.NOISE
    if not any(character.isalpha() for character in head):
        return Kind.META if _is_date(key) else Kind.NOISE
    return (
        _whole_line(key)
        or (Kind.NOISE if is_social(head) or _is_glued(head) else None)
        or _meta(head, key)
        or _ticker(head, key)
        or _phrased(head if len(line) <= _READ else line, key)
    )


def is_social(line: str) -> bool:
    """Whether `line` is a share bar: names of networks, 'share', 'print' and the little words between them."""
    words = _SHARE_WORD.findall(line)
    return 0 < len(words) <= 40 and all(map(_is_shared, words)) and any(map(_is_network, words))


def _is_network(word: str) -> bool:
    """Whether a word names a way of sharing, or several stuck together: "FacebookTwitter", "Partager"."""
    pieces = plain(_CAMEL.sub(" ", word)).split()
    return (
        plain(word) in _SHARING
        or bool(_GLUED_NETWORKS.fullmatch(plain(word)[:80]))
        or (len(pieces) > 1 and any(map(_SHARING.__contains__, pieces)))
    )


def _is_shared(word: str) -> bool:
    """Whether a word may stand in a share bar."""
    pieces = plain(_CAMEL.sub(" ", word)).split()
    return all(piece in _SHARING_GLUE for piece in pieces) or word.isdigit() or _is_network(word)


def _whole_line(key: str) -> Kind | None:
    """The kind of a line that is a known phrase and nothing else, or a phrase and a count: "Comments (12)"."""
    return _KIND_OF_LINE.get(key) or _KIND_OF_LINE.get(_SPACES.sub(" ", _COUNTS.sub(" ", key)).strip(_ORNAMENTS))


def _is_glued(line: str) -> bool:
    """Whether `line` is menu entries without a space between them, or starts with two of them ("HomeNewsThe title")."""
    pieces = _CAMEL.split(line[:200])
    if len(pieces) < 2 or (_ends_sentence(line) and len(line) > 200):
        return False
    kinds = [_whole_line(plain(piece)) for piece in pieces]
    return (
        None not in kinds
        or kinds[0] is Kind.LABEL
        or (kinds[0] is not None and len(pieces) > 2 and " " not in pieces[1])
    )


def _is_date(key: str) -> bool:
    """Whether a plain line holds a date, an hour, an age or a reading time, and no other word."""
    words = _WORD.findall(key)
    return bool(
        0 < len(words) <= 30
        and _DATE_ANCHOR.search(key)
        and all(word in _DATE_WORDS or word.isdigit() for word in words)
        and any(word.isdigit() or word in {"hier", "yesterday", "today", "aujourd"} for word in words)
    )


def _meta(line: str, key: str) -> Kind | None:
    """META for bylines, date lines and reading times."""
    words = line.split()
    if len(words) > 25 or (_ends_sentence(line) and len(words) > 6):
        return None
    if _is_date(key) or _READING_TIME.search(key):
        return Kind.META
    found = not _ends_sentence(line) and (
        (_META.fullmatch(key) and any(character.isdigit() for character in key))
        or (len(words) <= 20 and _PUBLISHED_INSIDE.search(key))
        or _is_byline(words, key)
        or (_DATED.search(key) and _is_named(words))
    )
    return Kind.META if found else None


def _is_byline(words: list[str], key: str) -> bool:
    """Whether the line says who wrote: "By" or "Par", then names, trades, places and dates only."""
    match = _BYLINE.match(key)
    if not match or match.end() == len(key):
        return False
    return _is_named(words[len(match.group().replace(":", " ").split()) :])


def _is_named(words: list[str]) -> bool:
    """Whether `words` are names, dates, and the little words that stand between them."""
    bare = [_ELISION.sub("", word.lstrip("(«“\"'[•|·-")) for word in words]
    names = [word for word in bare if word[:1].isupper() or word.startswith("@")]
    others = [_WORD.findall(plain(word)) for word in bare if word not in names and not any(map(str.isdigit, word))]
    return bool(names) and all(_NAME_GLUE.issuperset(parts) for parts in others)


def _ticker(line: str, key: str) -> Kind | None:
    """TICKER for "14:05 A headline without a full stop"."""
    match = _HOUR.match(key)
    is_headline = match and len(key.split()) > 2 and not line.rstrip(" \"'»”").endswith(".")
    return Kind.TICKER if is_headline and len(line.split()) <= 45 else None


def _phrased(line: str, key: str) -> Kind | None:
    """The kind of a line that starts with, or holds, a phrase of the tables."""
    count = len(line.split())
    is_open = not _ends_sentence(line)
    for rules, pattern in _AT_START:
        if count <= rules.longest and (is_open or not rules.open_ended) and pattern.match(key):
            return _credit_or_caption(key) if rules.kind is Kind.CREDIT else rules.kind
    for rules, pattern in _INSIDE:
        if count <= rules.longest and (is_open or not rules.open_ended) and pattern.search(key):
            return rules.kind
    return _signed(line, is_open=is_open)


def _credit_or_caption(key: str) -> Kind:
    """CREDIT for a credit alone, CAPTION for one with a sentence around it."""
    return Kind.CREDIT if key[:1] == "©" or len(FUNCTION_WORDS & set(key.split())) < 3 else Kind.CAPTION


def _signed(line: str, *, is_open: bool) -> Kind | None:
    """CAPTION for a line signed in capitals ("... A FIELD. JANE DOE / AGENCY"), NOISE for a headline signed "parX"."""
    if len(line.split()) <= 40 and (_CAPITAL_CREDIT.search(line) or _NAMED_CREDIT.search(line)):
        return Kind.CAPTION
    return Kind.NOISE if is_open and _GLUED_CREDIT.search(line) else None


def _ends_sentence(line: str) -> bool:
    """Whether `line` ends as a sentence does."""
    return FINAL.search(line) is not None
