"""Quotations given to their speakers: beside a verb of speech, goes on, introduced, or said by who spoke before."""

import re

from counterpoise.reading.noun_phrases import phrase_from
from counterpoise.reading.paragraphs import Sentence
from counterpoise.reading.quotations import Quotation
from counterpoise.reading.scene import Said, Scene, words
from counterpoise.reading.speaker import Speaker
from counterpoise.reading.speech_cue import Cue
from counterpoise.reading.speech_cues import find_cues
from counterpoise.reading.speech_verbs import speech_verbs

UNKNOWN = "unknown"  # the speaker of a quotation beside which nobody is named


def place_quote(
    scene: Scene, sentence: Sentence, quote: Quotation, resolved: list[tuple[Cue, Speaker]],
    pending: list[tuple[Quotation, Sentence]], taken: set[int], first: int, last: int, following: Sentence | None,
) -> None:  # fmt: skip
    """Give a quotation to its speaker, or leave it to the indirect rule (mixed), or pass it by (a term)."""
    found = _cue_of(scene, quote, resolved, first, last)
    stands_alone = _stands_alone(scene.text, quote, sentence)
    if found is not None:
        number, cue = found
        if _is_direct(scene, quote, cue, sentence):
            taken.add(number)
            speaker = resolved[number][1]
            _add_direct(scene, quote, sentence, speaker, cue, cue.because)
            scene.last_quoted = (sentence.paragraph, speaker, cue.words)
            settle(scene, pending, (sentence.paragraph, speaker, cue))
        return
    if not stands_alone:
        return
    named = _named_beside(scene, quote, sentence, last)
    if named is not None:
        _add_direct(scene, quote, sentence, named, None, "a name stands right after it")
        scene.last_quoted = (sentence.paragraph, named, "")
        return
    unknown = _unknown_teller(scene, quote, sentence)
    if unknown is not None:
        _add_direct(scene, quote, sentence, unknown, None, "a verb of speech follows whose subject is nobody known")
        return
    if quote.continued and any(not q.closed for q, _ in pending):
        pending.append((quote, sentence))
        return
    if quote.continued and scene.last_quoted is not None:
        _add_direct(
            scene, quote, sentence, scene.last_quoted[1], None, "goes on from the paragraph before: opening marks only"
        )
        scene.last_quoted = (sentence.paragraph, *scene.last_quoted[1:])
        return
    if scene.introduced is not None and sentence.paragraph - scene.introduced[0] <= 1 and not resolved:
        _add_direct(
            scene, quote, sentence, scene.introduced[1], scene.introduced[2], "introduced by the paragraph before"
        )
        scene.last_quoted = (sentence.paragraph, scene.introduced[1], "")
        return
    tail = _tail_attribution(scene, quote, following)
    if tail is not None:
        cue, speaker = tail
        _add_direct(scene, quote, sentence, speaker, cue, "named in the short sentence after it")
        scene.last_quoted = (sentence.paragraph, speaker, cue.words)
        return
    if scene.last_quoted is not None and scene.last_quoted[0] == sentence.paragraph:
        _add_direct(scene, quote, sentence, scene.last_quoted[1], None, "goes on in the same paragraph")
        return
    before = _actor_before(scene, sentence)
    if before is not None:
        _add_direct(scene, quote, sentence, before, None, "the subject of the sentence before it in the paragraph")
        scene.last_quoted = (sentence.paragraph, before, "")
        return
    if any(p[1].paragraph == sentence.paragraph for p in pending) or not resolved:
        pending.append((quote, sentence))


_BESIDE = re.compile(r"[\"'”’»]\s*(?:[—–-]{1,2}\s*|,?\s+(?=[A-Z]))(?:by\s+)?")


def _named_beside(scene: Scene, quote: Quotation, sentence: Sentence, last: int) -> Speaker | None:
    """Read “...” — Sen. Lucius Grable, and “..., ” Grable at the Rotary Club: a name without a verb."""
    match = _BESIDE.match(scene.text, quote.end, sentence.end)
    if match is None or (scene.text[quote.end - 1] not in ",.?!…" and "—" not in match[0]):
        return None
    begin = scene.tokens.between(match.end(), sentence.end)[0]
    tokens = scene.tokens.tokens
    phrase = phrase_from(tokens, begin, last, scene.text) if begin < last else None
    if phrase is None or phrase.kind != "person" or phrase.start != match.end():
        return None
    after = tokens[phrase.last] if phrase.last < last else None
    if (
        after is not None
        and after.text not in (".", ",", "(")
        and after.lower not in ("at", "in", "on", "to", "during")
    ):
        return None
    if any(t.lower in speech_verbs() for t in tokens[phrase.last : last]):
        return None
    return scene.speakers.resolve(phrase, sentence.paragraph)


_TELLS = re.compile(
    r"^[\"'”’»,.?!\s]*(?P<who>[^,.;:“”\"]{2,60}?)\s+(?:said|says|told|tells|wrote|added|recalled|insisted|explained|asked|replied)\b"
)


def _unknown_teller(scene: Scene, quote: Quotation, sentence: Sentence) -> Speaker | None:
    """Give the words before a verb of speech after the quotation where they name nobody we can read."""
    match = _TELLS.match(scene.text[quote.end : sentence.end])
    if match is None:
        return None
    return Speaker(" ".join(match["who"].split()), None, "unnamed", because="words of the text that name nobody known")


def _actor_before(scene: Scene, sentence: Sentence) -> Speaker | None:
    """Give who spoke in, or is the subject of, the sentence before in the same paragraph."""
    trace = scene.speakers.earlier.traces[-1] if scene.speakers.earlier.traces else None
    if trace is None or trace.paragraph != sentence.paragraph:
        return None
    if trace.speakers:
        return trace.speakers[-1]
    return (
        trace.subjects[0]
        if trace.subjects and trace.subjects[0].kind in ("person", "unnamed", "office", "spokesperson")
        else None
    )


def _cue_of(
    scene: Scene, quote: Quotation, resolved: list[tuple[Cue, Speaker]], first: int, last: int
) -> tuple[int, Cue] | None:  # fmt: skip
    """Find the act of speech a quotation belongs to: right before it, right after it, or governing its clause."""
    tokens = scene.tokens.tokens
    after: tuple[int, Cue] | None = None
    before: tuple[int, Cue] | None = None
    for number, (cue, _) in enumerate(resolved):
        position = tokens[cue.at].start
        if position < quote.start:
            before = (number, cue)
        elif after is None:
            after = (number, cue)
    if (
        after is not None
        and _closely_follows(scene, quote, after[1], first)
        and (before is None or not _closely_precedes(scene, quote, before[1]) or _opens_sentence(scene, quote, first))
    ):
        return after
    if before is not None and _reports_an_act(
        before[1], scene, quote
    ):  # "said that Ankara had told Congress of it, ...
        saying = [(n, c) for n, (c, _) in enumerate(resolved[: before[0]]) if c.verb.manner == "say"]
        before = saying[-1] if saying else before
    if before is not None and before[1].verb.manner in ("support", "reject"):  # "said that while he welcomed it, ..."
        saying = [(n, c) for n, (c, _) in enumerate(resolved[: before[0]]) if c.verb.manner == "say"]
        before = saying[-1] if saying else before
    return before if before is not None and before[1].verb.takes else None


def _reports_an_act(cue: Cue, scene: Scene, quote: Quotation) -> bool:
    return cue.verb.verb in ("notify", "inform", "request", "expect") and not _closely_precedes(scene, quote, cue)


def _opens_sentence(scene: Scene, quote: Quotation, first: int) -> bool:
    return scene.tokens.tokens[first].start >= quote.start - 1


def _closely_follows(scene: Scene, quote: Quotation, cue: Cue, first: int) -> bool:
    """Tell whether subject and verb come right after the quotation, with a comma or nothing between."""
    if cue.manner in ("participle", "colon", "agent"):
        return False
    tokens = scene.tokens.tokens
    begin = tokens[min(cue.group_first, cue.at)].start
    gap = scene.text[quote.end : begin].strip(" \n\"'”’»,.?!—–-")
    return gap == "" or (
        len(gap.split()) <= 4
        and not re.search(r"[“\"]", gap)
        and scene.text[quote.end - 1] in ",.?!"
        and re.match(r"(?:the|a|but|as|and|in|at|on|mr|ms|mrs|former|sen|rep)\b", gap, re.IGNORECASE) is not None
    )


def _closely_precedes(scene: Scene, quote: Quotation, cue: Cue) -> bool:
    tokens = scene.tokens.tokens
    end = tokens[max(cue.last, cue.complement if cue.manner != "according" else cue.last) - 1].end
    return scene.text[end : quote.start].strip(" \n\"'“‘«,:—–-") in ("", "that")


def _is_direct(scene: Scene, quote: Quotation, cue: Cue, sentence: Sentence) -> bool:
    """Tell speech set off as a quotation from words quoted inside a reported clause (mixed)."""
    text = scene.text
    before = text[max(sentence.start, quote.start - 80) : quote.start].rstrip("\"'“”‘«„ ")
    if quote.lone_close or quote.continued or cue.manner == "colon":
        return True
    follows = scene.tokens.tokens[cue.at].start > quote.end and cue.manner in ("before", "inverted")
    set_off = text[max(0, quote.start - 3) : quote.start - 1].strip() in (",", ":", "")
    if follows and text[quote.end - 1] in ",.?!" and (set_off or text[quote.start].isupper()):
        return True
    if _opens(text, quote, sentence):
        return (
            text[quote.end - 1] in ",.?!…—–"
            or text[quote.end : quote.end + 3].strip("\"'”’» ")[:1] in (",", "")
            or cue.manner == "inverted"
        )
    if before.endswith((",", "—", "–")) and _resumes_speech(scene, quote, cue, sentence):
        return True
    if before.endswith((":", ",")) and not before.endswith((" a,", " the,")):
        return (
            text[quote.start].isupper()
            or quote.end - quote.start > 40
            or before.endswith(":")
            or text[quote.start] in "…."
        )
    if text[quote.start].isupper() and before.endswith((" that", " said", " saying", " is", " was", "—", "–")):
        return words(text[quote.start : quote.end]) > 4
    return False


def _resumes_speech(scene: Scene, quote: Quotation, cue: Cue, sentence: Sentence) -> bool:
    """Tell whether speech that opened the sentence goes on behind its speaker: “Nothing,” he said, “until ...”."""
    opens = scene.text[sentence.start : sentence.start + 1] in ('"', "“", "«", "„", "'", "‘")
    return opens and sentence.start + 1 < scene.tokens.tokens[cue.at].start < quote.start


def _opens(text: str, quote: Quotation, sentence: Sentence) -> bool:
    return not text[sentence.start : quote.start].strip("\"'“”‘’«„( \n")


_GOES_ON_WITH = frozenset(
    {"still,", "but", "and", "yet,", "yet", "however,", "nevertheless,", "at the same time,", "also,"}
)


def _stands_alone(text: str, quote: Quotation, sentence: Sentence) -> bool:
    """Tell whether the quotation is a sentence of its own and no term within one."""
    if _opens(text, quote, sentence):
        rest = text[quote.end : sentence.end].strip("\"'”’»,.?!;…) \n")
        return not rest or text[quote.end - 1] in ",.?!" or quote.lone_close
    before = text[sentence.start : quote.start].rstrip("\"'“‘«„ ")
    if before.lower() in _GOES_ON_WITH and text[quote.end : sentence.end].strip("\"'”’»,.?!;…) \n") == "":
        return True  # Still, “we have a close dialogue.”
    return before.endswith(":") and text[quote.start].isupper()


_AFTER_NAME = 2  # tokens that may stand behind the name in a sentence that only says who spoke


def _tail_attribution(scene: Scene, quote: Quotation, following: Sentence | None) -> tuple[Cue, Speaker] | None:
    """Read a short sentence after the quotation that only says who spoke: “No.” Esper said."""
    if (
        following is None
        or following.end - following.start > 120
        or "■" in scene.tokens.skeleton[following.start : following.end]
    ):
        return None
    if following.start - quote.end > 4:
        return None
    first, last = scene.tokens.between(following.start, following.end)
    cues = find_cues(scene.tokens.tokens, first, last, scene.text)
    most = _AFTER_NAME
    if len(cues) == 2 and cues[1].manner == "according":
        last, cues, most = (
            cues[1].at,
            cues[:1],
            2 * most,
        )  # “...?” the minister asked the panel, according to his office
    if len(cues) != 1 or cues[0].subject is None or last - max(cues[0].last, cues[0].subject.last) > most:
        return None
    if min(cues[0].group_first, cues[0].at) > first:
        return None
    return cues[0], scene.speakers.resolve(cues[0].subject, following.paragraph)


def settle(scene: Scene, pending: list[tuple[Quotation, Sentence]], known: tuple[int, Speaker, Cue] | None) -> None:
    """Give quotations that waited to the speaker named later in their paragraph, the others to the one before."""
    chain: Speaker | None = None
    for quote, sentence in pending:
        if known is not None and (known[0] == sentence.paragraph or not quote.closed):
            _add_direct(scene, quote, sentence, known[1], None, "the speaker is named later in the paragraph")
        elif words(scene.text[quote.start : quote.end]) >= 3:
            speaker, because = _speaker_of_standalone(scene, sentence)
            if quote.continued and chain is not None:
                speaker, because = chain, "goes on from the paragraph before: opening marks only"
            chain = speaker
            _add_direct(scene, quote, sentence, speaker, None, because)
            scene.last_quoted = (sentence.paragraph, speaker, "")
    pending.clear()


def _speaker_of_standalone(scene: Scene, sentence: Sentence) -> tuple[Speaker, str]:
    """A paragraph that is only a quotation belongs to whoever spoke in the paragraph before."""
    for trace in reversed(scene.speakers.earlier.traces):
        if trace.paragraph >= sentence.paragraph:
            continue
        if sentence.paragraph - trace.paragraph > 2:
            break
        if len({(s.id, s.name) for s in trace.speakers}) == 1:
            return trace.speakers[-1], "no speaker beside it: the one who spoke in the paragraph before"
        if trace.speakers:
            break
    return Speaker(
        UNKNOWN, None, "pronoun", because="no speaker is named beside the quotation"
    ), "no speaker is named beside it"


def _add_direct(
    scene: Scene, quote: Quotation, sentence: Sentence, speaker: Speaker, cue: Cue | None, because: str
) -> None:  # fmt: skip
    tokens = scene.tokens.tokens
    scene.said.append(
        Said(quote.start, quote.end, "direct", speaker, cue.words if cue else None, cue.verb.verb if cue else None,
             cue.verb.manner if cue else None, sentence.number, sentence.paragraph, sentence.start, sentence.end,
             f"quotation; {because}", cue.verb.stance if cue else None, bool(cue and cue.intention),
             bool(cue and cue.negated), cue_start=tokens[cue.at].start if cue else None)
    )  # fmt: skip
