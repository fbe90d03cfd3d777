"""The Marian transformer as plain torch modules, made for fast training on a CPU.

Same arithmetic and same parameter names as `transformers.MarianModel` (post-norm, sinusoidal positions, one tied
embedding), so `to_marian` only has to prefix the names; a test holds the two to equal outputs. What it does
differently: no padding is sent through the output layer, the loss never keeps the logits of a whole batch, and the
cross-attention of the last decoder layer can be read for guided alignment (Chen et al. 2016, arXiv:1607.01628).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

if TYPE_CHECKING:
    from transformers import MarianMTModel


@dataclass(frozen=True, slots=True)
class Shape:
    """Sizes of a translator; `vocabulary` counts the padding token, which is the last one."""

    vocabulary: int = 8001
    width: int = 384
    heads: int = 6
    encoder_layers: int = 6
    decoder_layers: int = 2
    encoder_ffn: int = 1536
    decoder_ffn: int = 1536
    positions: int = 256

    @property
    def pad(self) -> int:
        """Id of the padding token, which also starts every target (Marian's convention)."""
        return self.vocabulary - 1


def sinusoids(positions: int, width: int) -> Tensor:
    """Position table (positions, width): all sines first, then all cosines, as Marian lays them out."""
    rates = torch.exp(torch.arange(0, width, 2) * (-math.log(10000.0) / width))
    angles = torch.arange(positions)[:, None] * rates[None, :]
    return torch.cat([angles.sin(), angles.cos()], dim=1)


class Attention(nn.Module):
    """Multi-head attention over padded batches."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.q_proj, self.k_proj = nn.Linear(width, width), nn.Linear(width, width)
        self.v_proj, self.out_proj = nn.Linear(width, width), nn.Linear(width, width)

    def _split(self, x: Tensor) -> Tensor:
        return x.view(x.shape[0], x.shape[1], self.heads, -1).transpose(1, 2)

    def forward(self, x: Tensor, memory: Tensor, mask: Tensor | None) -> tuple[Tensor, Tensor]:
        """Attend from `x` (batch, to, width) to `memory` (batch, from, width); `mask` is added to the scores.

        Returns the mixed values and the attention weights (batch, heads, to, from).
        """
        q, k, v = self._split(self.q_proj(x)), self._split(self.k_proj(memory)), self._split(self.v_proj(memory))
        # Spelt out: at these lengths torch's fused CPU kernel is several times slower than two batched products.
        scores = (q * q.shape[-1] ** -0.5) @ k.transpose(-1, -2)
        if mask is not None:
            scores = scores + mask
        probabilities = scores.softmax(-1)
        mixed = probabilities @ v
        together: Tensor = self.out_proj(mixed.transpose(1, 2).reshape(x.shape))
        return together, probabilities


def rounded(x: Tensor) -> Tensor:
    """`x` as the int8 engine sees it: each row in steps of 1/127 of its largest number.

    The gradient passes the rounding unchanged, but not the size of the steps: so a row learns to do without a largest
    number that leaves too few steps to the others (Esser et al. 2020, arXiv:1902.08153).
    """
    size = x.abs().amax(-1, keepdim=True).clamp(min=1e-4) / 127
    steps = x / size
    return x + (steps.round() - steps).detach() * size


class EncoderLayer(nn.Module):
    """Self-attention and feed-forward, each followed by a residual layer norm."""

    rounded = False

    def __init__(self, width: int, heads: int, ffn: int) -> None:
        super().__init__()
        self.self_attn = Attention(width, heads)
        self.self_attn_layer_norm = nn.LayerNorm(width)
        self.fc1, self.fc2 = nn.Linear(width, ffn), nn.Linear(ffn, width)
        self.final_layer_norm = nn.LayerNorm(width)

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        """One layer over (batch, length, width)."""
        x = self.self_attn_layer_norm(x + self.self_attn(x, x, mask)[0])
        return self._fed(x)

    def _fed(self, x: Tensor) -> Tensor:
        between = F.silu(self.fc1(x))
        normed: Tensor = self.final_layer_norm(x + self.fc2(rounded(between) if self.rounded else between))
        return normed


class DecoderLayer(EncoderLayer):
    """An encoder layer, causal, with attention to the source between its two halves."""

    def __init__(self, width: int, heads: int, ffn: int) -> None:
        super().__init__(width, heads, ffn)
        self.encoder_attn = Attention(width, heads)
        self.encoder_attn_layer_norm = nn.LayerNorm(width)

    def step(self, x: Tensor, memory: Tensor, causal: Tensor, mask: Tensor | None) -> tuple[Tensor, Tensor]:
        """One layer over (batch, length, width), and its cross-attention weights."""
        x = self.self_attn_layer_norm(x + self.self_attn(x, x, causal)[0])
        crossed, probabilities = self.encoder_attn(x, memory, mask)
        x = self.encoder_attn_layer_norm(x + crossed)
        return self._fed(x), probabilities


class Stack(nn.Module):
    """A named list of layers, so that parameter names match transformers' (`encoder.layers.0...`)."""

    def __init__(self, layers: list[nn.Module]) -> None:
        super().__init__()
        self.layers = nn.ModuleList(layers)


class Translator(nn.Module):
    """Encoder, decoder and one tied embedding; see `Shape` for the sizes."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        self.shared = nn.Embedding(shape.vocabulary, shape.width)
        self.encoder = Stack(
            [EncoderLayer(shape.width, shape.heads, shape.encoder_ffn) for _ in range(shape.encoder_layers)]
        )
        self.decoder = Stack(
            [DecoderLayer(shape.width, shape.heads, shape.decoder_ffn) for _ in range(shape.decoder_layers)]
        )
        self.register_buffer("sinusoids", sinusoids(shape.positions, shape.width), persistent=False)
        for parameter in self.parameters():
            if parameter.dim() > 1:
                nn.init.xavier_uniform_(parameter)
        nn.init.normal_(self.shared.weight, std=shape.width**-0.5)
        self.zero_pad()

    @torch.no_grad()
    def zero_pad(self) -> None:
        """Zero the padding row: CTranslate2 assumes it, and with tied embeddings training moves it."""
        self.shared.weight[self.shape.pad].zero_()

    def round_activations(self) -> None:
        """Train with what stands between the feed-forward matrices rounded to 8 bits: there int8 loses most."""
        for layer in [*self.encoder.layers, *self.decoder.layers]:
            layer.rounded = True

    def _embed(self, tokens: Tensor) -> Tensor:
        table: Tensor = self.get_buffer("sinusoids")
        scaled = self.shared(tokens) * math.sqrt(self.shape.width)
        embedded: Tensor = scaled + table[: tokens.shape[1]].to(scaled.dtype)
        return embedded

    def hidden(self, source: Tensor, target: Tensor) -> tuple[Tensor, Tensor]:
        """States before the output layer for teacher-forced `target` (batch, length), and the last cross-attention."""
        padding = source == self.shape.pad
        mask = torch.zeros(padding.shape, dtype=self.shared.weight.dtype).masked_fill(padding, -1e4)[:, None, None]
        memory = self._embed(source)
        for layer in self.encoder.layers:
            memory = layer(memory, mask)
        start = torch.full((target.shape[0], 1), self.shape.pad)
        x = self._embed(torch.cat([start, target[:, :-1]], dim=1))
        length = target.shape[1]
        causal = torch.full((length, length), -1e4, dtype=x.dtype).triu(1)
        for layer in self.decoder.layers:
            assert isinstance(layer, DecoderLayer)
            x, probabilities = layer.step(x, memory, causal, mask)
        return x, probabilities

    def loss(
        self, source: Tensor, target: Tensor, links: tuple[Tensor, Tensor, Tensor] | None, smoothing: float
    ) -> tuple[Tensor, Tensor | None, int]:
        """Cross-entropy per target token, guided-alignment loss per link (or None), and the number of target tokens.

        `links` is (row, target position, source position), one entry a link.
        """
        states, probabilities = self.hidden(source, target)
        real = target != self.shape.pad
        entropy = cross_entropy(states[real], self.shared.weight, target[real], smoothing)
        guide = None
        if links is not None:
            row, to, start = links
            guide = -(probabilities[row, :, to, start].float().mean(1) + 1e-6).log().mean()
        return entropy, guide, int(real.sum())


class _CrossEntropy(torch.autograd.Function):
    """Softmax cross-entropy straight from the hidden states, in blocks, so that logits stay in the cache.

    Only the softmax passes over the logits; what label smoothing and the wanted token add to the gradients has rank one
    or is sparse, and is added once at the end.
    """

    @staticmethod
    def forward(ctx: Any, states: Tensor, table: Tensor, target: Tensor, smoothing: float) -> Tensor:
        grad_states, grad_table = torch.empty_like(states), torch.zeros_like(table, dtype=torch.float32)
        classes, count, total = table.shape[0], states.shape[0], states.new_zeros((), dtype=torch.float32)
        row = table.float().sum(0)
        for begin in range(0, count, 256):
            block, wanted = states[begin : begin + 256], target[begin : begin + 256, None]
            logits = block @ table.T
            best = logits.gather(1, wanted).float()
            chances = logits.softmax(-1)
            # The logarithm of the softmax's divisor, from what it made of one logit: no second pass in fp32.
            divisor = best - chances.gather(1, wanted).float().log()
            total += (divisor - (1 - smoothing) * best).sum() - smoothing / classes * (block.float() @ row).sum()
            grad_states[begin : begin + 256] = chances @ table
            grad_table += chances.T @ block
        grad_states -= (1 - smoothing) * table[target] + (smoothing / classes * row).to(table.dtype)
        grad_table.index_add_(0, target, states.float(), alpha=smoothing - 1)
        grad_table -= smoothing / classes * states.float().sum(0)
        ctx.save_for_backward(grad_states.mul_(1 / count), grad_table.mul_(1 / count).to(table.dtype))
        return total / count

    @staticmethod
    def backward(ctx: Any, *grad: Tensor) -> tuple[Tensor, Tensor, None, None]:
        states, table = ctx.saved_tensors
        return states * grad[0].to(states.dtype), table * grad[0].to(table.dtype), None, None


def cross_entropy(states: Tensor, table: Tensor, target: Tensor, smoothing: float) -> Tensor:
    """Mean label-smoothed cross-entropy (nats per token) of `states @ table.T` against `target`."""
    return _CrossEntropy.apply(states, table, target, smoothing)  # type: ignore[no-any-return, no-untyped-call]


def to_marian(model: Translator) -> MarianMTModel:
    """The same weights as a `transformers.MarianMTModel`."""
    from transformers import MarianConfig, MarianMTModel

    shape = model.shape
    config = MarianConfig(
        vocab_size=shape.vocabulary, d_model=shape.width, max_position_embeddings=shape.positions,
        encoder_layers=shape.encoder_layers, decoder_layers=shape.decoder_layers,
        encoder_ffn_dim=shape.encoder_ffn, decoder_ffn_dim=shape.decoder_ffn,
        encoder_attention_heads=shape.heads, decoder_attention_heads=shape.heads,
        pad_token_id=shape.pad, eos_token_id=0, bos_token_id=None, decoder_start_token_id=shape.pad,
        forced_eos_token_id=None, activation_function="swish", dropout=0.0, scale_embedding=True,
        share_encoder_decoder_embeddings=True, tie_word_embeddings=True,
    )  # fmt: skip
    marian = MarianMTModel(config)
    state = {f"model.{name}": value.float() for name, value in model.state_dict().items()}
    missing, unexpected = marian.load_state_dict(state, strict=False)
    if unexpected:
        raise ValueError(f"MarianMTModel has no {unexpected}")
    tied = ("embed_tokens", "embed_positions", "final_logits_bias", "lm_head")
    if lost := [name for name in missing if not any(part in name for part in tied)]:
        raise ValueError(f"no weights for {lost}")
    marian.tie_weights()
    marian.train(mode=False)
    return marian
