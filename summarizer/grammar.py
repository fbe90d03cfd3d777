"""What the rules of `summarizer.shortening` know of English and French: tables of words and patterns, no logic."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Grammar:
    """What the rules need to know of a language, as patterns.

    `finite` finds a finite verb for sure, `verb` may take a noun for one; `predicate` is what must follow where an
    insertion between subject and verb was cut out. `tail` is what a trailing part begins with, `apposed` one that is a noun, `coordinate` a second main
    clause or predicate, `adjunct` a clause or phrase that trails without a comma, `joins` what lets it
    have a verb, `attributed` what "X said" looks like as a part of its own, `subordinate` the words that open no main clause,
    `goes_on` those that continue a tail. A `gerund` behind `list_before` ends a list; `pairs` announce a second part, a
    `measure` belongs to the adjunct behind it; `particles` are
    the small words in front of others that headlines leave out. What is `struck` may go with all it says.
    """

    finite: re.Pattern[str]
    verb: re.Pattern[str]
    predicate: re.Pattern[str]
    relative: re.Pattern[str]
    apposition: re.Pattern[str]
    tail: re.Pattern[str]
    apposed: re.Pattern[str]
    coordinate: re.Pattern[str]
    adjunct: re.Pattern[str]
    joins: re.Pattern[str]
    opening: re.Pattern[str]
    main: re.Pattern[str]
    attributed: re.Pattern[str]
    subordinate: re.Pattern[str]
    goes_on: re.Pattern[str]
    gerund: re.Pattern[str]
    list_before: re.Pattern[str]
    measure: re.Pattern[str]
    pairs: re.Pattern[str]
    particles: frozenset[str]
    claim: re.Pattern[str]
    modal: re.Pattern[str]
    negation: re.Pattern[str]
    denial: re.Pattern[str]
    struck: re.Pattern[str]


# Between two commas; the one of "1,500" or "3,5" is none.
_INSIDE = r"(?:[^,;:()]|(?<=\d),(?=\d))"
_LED = r"(?:[^,;:\"«»]|(?<=\d),(?=\d)){0,110},\s"
_EN_AUXILIARIES = (
    "has|have|had|is|are|was|were|will|would|could|can|may|might|must|should|shall|did|does|do|cannot|isn't|wasn't|"
    "don't|doesn't|didn't|won't|hasn't|haven't"
)
_EN_PASTS = (
    "said|says|told|became|began|bought|brought|broke|built|came|cost|drew|drove|fell|felt|found|fought|gave|got|grew|"
    "held|hit|kept|knew|led|left|lost|made|meant|met|paid|put|ran|rose|sank|saw|sent|set|shot|showed|sold|spent|spoke|"
    "stood|struck|swept|thought|threw|took|went|won|wore|wrote|says|say|wants|want"
)
_EN_SAID = (
    "said|says|say|told|added|adds|claimed|claims|argued|argues|explained|explains|reported|reports|announced|warned|"
    "warns|noted|notes|stated|states|believed|believes|thinks|suggests|suggested|shows|showed|insisted|insists|writes|"
    "wrote|admitted|confirmed|revealed|predicted|predicts|estimated|estimates"
)
_EN_SAID_LAST = f"{_EN_SAID}|has it|finds|found"
_FR_AUXILIARIES = (
    "ai|a|ont|est|sont|était|étaient|avait|avaient|sera|seront|aura|auront|serait|seraient|aurait|auraient|fut|furent|"
    "doit|doivent|devait|devrait|devraient|peut|peuvent|pouvait|pourrait|pourraient|va|vont|fait|font|veut|veulent"
)
_FR_VERBS = (
    "vient|viennent|dit|disent|tient|sait|met|mettent|prend|prennent|rend|devient|permet|connaît|compte|reste|restent|"
    "semble|passe|porte|demande|souhaite|espère|estime|affirme|annonce|explique|prévoit|propose|représente|concerne"
)
# The commonest other forms of the present in French news: in -e, -t or -d as so many nouns, so no rule finds them.
_FR_PRESENT = (
    "abandonne|abonde|aborde|abrite|accentue|accompagne|accorde|accouche|accueille|accuse|accélère|"
    "achète|achève|adapte|admet|adopte|adore|affecte|affronte|agace|aggrave|agit|aime|ajoute|"
    "alimente|allonge|amuse|amène|améliore|anime|annule|anticipe|apparaît|apporte|apprend|"
    "approuve|apprécie|apprête|appuie|arrive|arrête|aspire|assiste|associe|assume|assure|assène|"
    "attend|atteste|attire|attrape|attribue|augmente|autorise|avoue|avère|balaie|balaye|bascule|"
    "bat|blesse|bloque|bouge|bouscule|brise|brûle|bénéficie|campe|caractérise|change|chante|"
    "cherche|choque|circule|cite|clame|collabore|commence|commente|comparaît|compare|complique|"
    "comptabilise|concentre|concède|condamne|confesse|confie|confirme|consacre|conseille|conserve|"
    "constate|consulte|conteste|continue|contribue|convainc|coordonne|coule|couvre|coïncide|coûte|"
    "crache|craint|crie|croise|cultive|cumule|cède|descend|dessine|devance|diffuse|diminue|"
    "dirige|discute|disparaît|dispose|distingue|distribue|divise|domine|donne|dort|dure|débarque|"
    "débute|déchire|décide|déclare|déclenche|déconseille|découle|découvre|décroche|décrypte|décède|"
    "défend|dégrade|dégénère|démarre|démissionne|démontre|dénombre|dénonce|dépasse|dépeint|déplace|"
    "déplore|dépose|dérange|dérape|déroule|désigne|désire|désole|détaille|déteste|détonne|"
    "développe|dévoile|dézingue|effectue|effondre|efforce|embauche|empare|emploie|emporte|empêche|"
    "encadre|enchaîne|encourage|encourt|enflamme|enfle|enfonce|engage|engendre|enlève|enregistre|"
    "entame|entend|enterre|entoure|entraîne|envisage|envoie|essaie|essaye|examine|exclame|exerce|"
    "exhorte|existe|exploite|explose|expose|exprime|expérimente|fabrique|facilite|favorise|fera|"
    "filme|fonde|fragilise|fugue|fustige|gagne|grimpe|gronde|gère|génère|habite|heurte|hisse|"
    "hésite|ignore|illustre|imagine|impose|incarne|incite|informe|inquiète|insiste|inspire|"
    "installe|insurge|intensifie|interroge|interrompt|intègre|intéresse|invoque|ironise|jette|joue|"
    "justifie|laisse|lamente|lance|libère|lie|lève|mange|marche|martèle|mentionne|meurt|milite|"
    "minimise|mobilise|monte|montre|moque|multiplie|mène|mêle|naît|nie|nécessite|négocie|oblige|"
    "observe|occupe|oppose|opère|ordonne|organise|oriente|ose|oublie|ouvre|paraît|parle|"
    "participe|paye|penche|pense|percute|perd|persiste|perturbe|plaide|plaisante|plane|plaît|"
    "pleure|plonge|pousse|prive|privilégie|procède|profite|progresse|projette|prolonge|promet|"
    "prononce|propage|protège|prouve|provoque|préconise|préfère|préoccupe|prépare|préside|prétend|"
    "prône|publie|pèse|qualifie|questionne|quitte|raconte|rappelle|rapporte|rapproche|rassemble|"
    "rassure|recense|recommande|recommence|reconnaît|recouvre|recrute|recueille|recule|redonne|"
    "redoute|redémarre|reflète|refuse|regarde|regrette|regroupe|rejette|rejoint|relaie|relate|"
    "relaye|relie|relève|remonte|remplace|remporte|remémore|renforce|renonce|rentre|repart|repose|"
    "reprend|reproche|requiert|respecte|respire|ressemble|retire|retrouve|revendique|rigole|roule|"
    "rouvre|réaffirme|réalise|réclame|récupère|réfute|répand|répond|répète|réside|résiste|résonne|"
    "résulte|résume|rétorque|réveille|révèle|sauve|secoue|sent|sert|signale|situe|soigne|songe|"
    "sonne|souffre|souligne|soulève|soupire|soupçonne|stipule|succède|suggère|suit|supporte|"
    "suppose|supprime|surnomme|surprend|surveille|suscite|suspend|sème|sépare|tarde|tempère|tend|"
    "tente|termine|teste|tire|tombe|touche|tourne|transforme|transmet|transporte|travaille|"
    "traverse|traîne|trompe|tue|témoigne|vante|varie|vend|vit|voit|vérifie|écarte|échappe|"
    "éclate|écoute|écrase|éloigne|émet|énerve|énumère|épargne|étend|étonne|étouffe|étudie|évalue|"
    "évite|évolue|évoque"
)
_FR_SAID = (
    "(?:indiqu|déclar|expliqu|précis|ajout|affirm|assur|annonc|estim|soulign|rapport|confi|lanc|rappel|not|constat|dénonc|"
    "confirm|révèl|révél|comment|relèv|relev|insist|regrett|jug|racont|résum|martel)(?:e|é|a|ait|aient|ent)(?!\\w)|"
    r"(?:conclu|averti|poursui|poursuivi)t?(?!\w)"
)

GRAMMAR = {
    "en": Grammar(
        finite=re.compile(rf"\b(?:{_EN_AUXILIARIES}|{_EN_PASTS})\b|\b(?:I|we|he|she|they)['’](?:ve|re|ll|d|s|m)\b"),
        verb=re.compile(rf"\b(?:{_EN_AUXILIARIES}|{_EN_PASTS}|[a-z]{{2,}}(?:ed|s))\b"),
        predicate=re.compile(
            rf"\s(?:(?:also|now|then|still|never|\w+ly)\s)?(?:{_EN_AUXILIARIES}|{_EN_PASTS}|(?!(?:its|his|this|perhaps|plus|"
            rf"always|sometimes|besides)\b)[a-z]{{3,}}(?:ed|s)(?!\s(?:{_EN_AUXILIARIES}|{_EN_SAID})\b))\b(?!,|\s(?:and|or|by)\s)"
        ),
        relative=re.compile(rf",\s(?:which|who|whose|whom|where)\s{_INSIDE}{{4,140}},"),
        apposition=re.compile(rf"(?<=[\w)])(?<!\d),\s(?:an?|the|its|his|her|their)\s{_INSIDE}{{3,90}},(?=\s)"),
        tail=re.compile(
            r",\s(?:which|who|whose|where|while|although|though|even though|whereas|because|when|as well as|thus|thereby|"
            r"notably|particularly|especially|including|such as|after|before|despite|amid|following|with|"
            r"(?!(?:according|nothing|something|anything|everything|during|king|thing|spring|morning|evening|being|"
            r"having|excluding|pending|depending|assuming|providing|barring)\b)[a-z]+ing)\b"
        ),
        apposed=re.compile(r",\s(?:an?|the|one of|his|her|its|their)\s"),
        coordinate=re.compile(
            r",\sand\s(?=(?:he|she|it|they|the|an?|his|her|its|their|some|many|[A-Z][\w-]+)\s)"
            rf"|\sand\s(?=(?:{_EN_AUXILIARIES}|{_EN_PASTS})\s)"
        ),
        adjunct=re.compile(
            r"\s(?:(?:after|before|while|because|despite|amid|although|though|whereas)\s|as\s(?:he|she|it|they|we)\s)"
            r"(?!(?:him|them|that|this|all)\b)"
        ),
        joins=re.compile(
            r"^\s(?:after|before|while|because|although|though|whereas|as)\s(?!\w+ing)|\b(?:who|which|that|where|when)\b"
        ),
        opening=re.compile(
            r"^(?:as (?!an?\b|of\b|long\b|far\b|soon\b|for\b|well\b|with\b|if\b|many\b|much\b|little\b|the\b)|amid|"
            r"despite|following|given|while|although|though|after|speaking|asked|in (?:response|addition|return|turn)\b|"
            r"(?:in|at) (?:an?|his|her|the|its|their) (?:[\w-]+ ){0,2}(?:statement|interview|letter|speech|message|report|"
            r"blog|news conference|press conference|memo|post)\b|with |on (?:mon|tues|wednes|thurs|fri|satur|sun)day|"
            r"at the (?:same )?time|apart from|in addition to|besides|(?!(?:according|depending|assuming|excluding|including|"
            r"compared|provided|based|judging|barring|pending)\b)\w+(?:ed|ing) (?:by|in|at|with|from|on|to|for|as|up|out|"
            r"the|an?|his|her|its|their|that)\b|(?:just |only )?(?:\w+ )?(?:day|week|month|year|hour|minute)s? after)"
            + _LED,
            re.IGNORECASE,
        ),
        main=re.compile(r"(?:an?|the|[A-Z]\w+|our|some|many|most|more than|nearly|about|at least|several|all|no|two|three|\d)\b"),
        attributed=re.compile(
            rf"(?:according to\b.*|(?:{_EN_SAID_LAST})\s.+|(?!(?:and|but|or|who|which|while|as|that|with|after)\b)"
            rf"(?:[\w'’.&-]+\s){{1,8}}(?:ha[sd]\s|have\s)?(?:{_EN_SAID_LAST})(?:\s[\w'’ -]{{2,40}})?)"
        ),
        subordinate=re.compile(
            r"(?:as|when|if|while|although|though|because|since|after|before|once|until|unless|despite|in|on|at|for|from|"
            r"by|during|with|without|under|over|amid|following|given|whether|whatever|besides|beyond|among|not only|unlike|"
            r"like|according|to|apart|both|either|\w+(?:ed|ing))\b",
            re.IGNORECASE,
        ),
        goes_on=re.compile(
            r"(?:and|or|nor|who|whose|which|where|while|when|as|with|but|including|such|that|\w+ing|\w+ed|in|on|at|by|for|"
            r"from|to|of|although|though|because|after|before)\b"
        ),
        gerund=re.compile(r",\s[a-z]+ing\b.*\s(?:and|or)\s"),
        list_before=re.compile(r"\b(?:of|for|with|by|in|after|before|from|without|like|as|to)\s\w+ing\b"),
        measure=re.compile(
            r"\b(?:shortly|soon|just|long|even|only|right|(?:day|hour|week|month|year|minute|moment)s?|named|look\w*|tak\w+|"
            r"so|more|less|than|an?|the|as\s\S+|said|says|told|claimed|added)$"
        ),
        pairs=re.compile(r"\b(?:not only|either|neither|on the one hand|it (?:is|was) (?!not\b))\b", re.IGNORECASE),
        particles=frozenset(["a", "an", "the", "has", "have", "had", "is", "are", "was", "were", "been", "be", "to", "will"]),
        claim=re.compile(rf"\b(?:{_EN_SAID}|according|alleg\w+|reportedly|accus\w+|suspect\w+)\b", re.IGNORECASE),
        modal=re.compile(r"\b(?:may|might|could|would|should|likely|expected|appears?|seems?|probably|possibly)\b"),
        negation=re.compile(
            r"\b(?:not|no(?!\.?\s\d)|never|without|nor|neither|none|nobody|nothing|cannot|unless|except|hardly|barely|if)\b|n['’]t\b",
            re.IGNORECASE,
        ),
        denial=re.compile(r"\b(?:den(?:y|ies|ied|ying)|false|fake|hoax|turned out|wrongly|untrue|mistaken)\b"),
        struck=re.compile(r",?\s(?:who|whose|which|where|(?:of|for|in|to|on) (?:whom|which)|and)\b|,\swithout\b"),
    ),
    "fr": Grammar(
        finite=re.compile(rf"(?:\b|['’-])(?:{_FR_AUXILIARIES})\b"),
        verb=re.compile(
            rf"(?:\b|['’-])(?:{_FR_AUXILIARIES}|{_FR_VERBS}|{_FR_PRESENT}|[a-zéèêçû]{{3,}}(?:ait|aient|era|eront|rait|raient|"
            r"ra|ront|ent|it|ut)|(?!(?:contre|entre|comme|même|autre|toute|cette|outre)\b)[a-zéèêçû]{3,}e"
            r"(?=\s(?:les?|la|l['’]|une?|des|ses?|sa|son|leurs?|qu[e'’]|à|aux?|\d)))\b"
        ),
        predicate=re.compile(
            rf"(?!\s(?:(?:a|ont|avait)\s)?(?:{_FR_SAID})\s(?!qu))\s(?:ne\s|n['’]|se\s|s['’]|en\s|y\s|l['’]|lui\s)?(?:{_FR_AUXILIARIES}|{_FR_VERBS}|"
            r"(?!\w*(?:ment|que|elle|dont|entre|contre|comme|autre|même)\b)[a-zéèêçû]{3,}(?:ait|aient|era|eront|ent|e|it|ut))"
            r"(?=\s)(?!\s(?:et|ou|de|du|des)\s)"
        ),
        relative=re.compile(rf",\s(?:qui|que|qu['’]|dont|où|lequel|laquelle|lesquels)\b{_INSIDE}{{4,140}},"),
        apposition=re.compile(
            r"(?<=[\w)])(?<!\d),\s(?:un|une|le|la|l['’]|son|sa|leur|ancien|ancienne|président|présidente|directeur|directrice|"
            rf"ville|publiée?s?|destinée?s?)\b\s?{_INSIDE}{{3,90}},(?=\s)"
        ),
        tail=re.compile(
            r",\s(?:(?:tandis|alors) qu[e'’]|notamment|y compris|ce qui|ce que|qui|dont|où|bien qu[e'’]|même si|puisqu[e'’]|"
            r"car|afin d[e'’]|tout en|soit|après|avant d|avec|malgré|grâce|faute d|lors d|en (?!tant\b)[a-zéè]+ant|"
            r"(?!(?:pourtant|cependant|autant|auparavant|maintenant|pendant|durant|moyennant|avant|tant|dorénavant|étant|"
            r"ayant|suivant|nonobstant)\b)[a-zéè]+ant)(?![\w-])"
        ),
        apposed=re.compile(r",\s(?:(?:une?|les?|la)\s|l['’])"),
        coordinate=re.compile(
            r",\set\s(?=(?:il|elle|ils|elles|le|la|les|l['’]|un|une|des|ce|cette|son|sa|ses|[A-ZÉ][\w-]+)\b)"
            rf"|\set\s(?=(?:ne\s|n['’]|se\s|s['’])?(?:{_FR_AUXILIARIES})\s)"
        ),
        adjunct=re.compile(
            r"\s(?:après|avant d|alors qu|tandis qu|parce qu|en raison d|afin d|malgré|grâce (?:à|aux?)|lors d|à l['’]occasion d|"
            r"dans le cadre d|en marge d|à la suite d|au cours d)"
        ),
        joins=re.compile(r"qu|dont|où"),
        opening=re.compile(
            r"^(?:alors qu[e'’]|bien qu[e'’]|interrogée?s?|après|malgré|face (?:à|aux?)|outre|en (?:réponse|échange|retour)|"
            r"(?:dans|lors d['’]|au cours d['’]) ?(?:un|une|son|sa|leur) (?:[\w-]+ )?(?:communiqué|entretien|interview|rapport|"
            r"lettre|discours|message|vidéo|tribune|avis|tweet|déclaration|conférence|note)\b|(?:sur|au micro d[e'’]) ?(?:BFM|"
            r"RTL|RMC|France|Europe|CNews|LCI|Twitter|Facebook|le plateau)|(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|"
            r"dimanche)\b|ce (?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)|(?!\w+té\b)\w+ée?s? (?:par|en|à|dans|sur|"
            r"aux?|du|d['’]|pour|depuis|après|avec)\b)"
            + _LED,
            re.IGNORECASE,
        ),
        main=re.compile(r"(?:une?|les?|la|l['’]|des|[A-ZÀÉÈÊ]\w+|plusieurs|certains|tous|deux|trois|plus de|près de|\d|aucun)"),
        attributed=re.compile(
            rf"(?:selon|d['’]après|comme l['’](?:a\s)?(?:{_FR_SAID})|(?:l['’])?(?:a|ont|avait|avaient)(?:-t-(?:il|elle|on|ils))?\s(?:\w+\s)?(?:{_FR_SAID})|"
            rf"(?:{_FR_SAID})(?:-t-(?:il|elle|on)|-(?:il|elle)s?)?(?:\s|$)|dit(?:-il|-elle|-on)?\b|explique|indique|précise|souligne).*"
        ),
        subordinate=re.compile(
            r"(?:en|à|a l(?:a|['’])|contrairement|au|aux|dans|sur|sous|chez|pour|par|avec|sans|selon|après|avant|depuis|dès|lors|lorsqu|quand|si|comme|alors|"
            r"bien qu|malgré|face|outre|pendant|durant|entre|parmi|vers|d['’]ici|grâce|faute|suite|interrogé|non seulement|"
            r"derrière|devant|contre|parce|puisqu|tandis|quant|né|née|grâce|afin|samedi|dimanche|lundi|mardi|mercredi|jeudi|"
            r"vendredi|au-delà|\w+ée?s?)\b",
            re.IGNORECASE,
        ),
        goes_on=re.compile(
            r"(?:et|ou|ni|qui|que|qu['’]|dont|où|mais|notamment|y compris|avec|en|à|au|aux|dans|sur|pour|par|de|du|des|d['’]|"
            r"ainsi|alors|tandis|bien|afin|avant|après|comme|\w+ant|\w+ée?s?)\b"
        ),
        gerund=re.compile(r",\s(?:en\s)?\w+ant\b.*\s(?:et|ou)\s"),
        list_before=re.compile(r"\ben\s\w+ant\b"),
        measure=re.compile(
            r"\b(?:peu|juste|longtemps|jours?|heures?|semaines?|mois|ans?|années?|minutes?|lendemain|même|surtout|soit|et|ou|"
            rf"que|(?:{_FR_SAID}))$"
        ),
        pairs=re.compile(
            r"\b(?:non seulement|d['’]abord|d['’]une part|soit|c['’]est|ce sont|c['’]était|ce fut|ce sera|n['’]est autre)\b",
            re.IGNORECASE,
        ),
        particles=frozenset(["le", "la", "les", "l", "un", "une", "des", "a", "ont", "est", "sont", "ete", "etait", "avait", "se"]),
        claim=re.compile(
            rf"\b(?:selon|d['’]après|(?:dit|disent|disait|accus\w*|soupçonn\w*|présumé\w*|reproch\w*|(?:{_FR_SAID})))\b",
            re.IGNORECASE,
        ),
        modal=re.compile(r"\b(?:\w+r(?:ait|aient)|peut|peuvent|devra|devront|probable\w*|semble\w*)\b"),
        negation=re.compile(
            r"\b(?:pas|jamais|sans|aucune?|rien|personne|sauf|ni|guère|si|s['’]ils?)\b|\bn(?:e\b|['’])", re.IGNORECASE
        ),
        denial=re.compile(r"\b(?:démen\w+|nie|nié|réfut\w+|fau(?:x|sse|sses)|factices?|à tort|erronée?s?)\b"),
        struck=re.compile(r",?\s(?:qui|dont|où|ce (?:qui|que|qu['’]|à quoi|dont)|et)(?![\w-])|,\ssans\b"),
    ),
}  # fmt: skip
