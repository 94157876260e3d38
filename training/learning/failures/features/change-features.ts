import type { RequestEvent } from '../../../../gateway/feedback/events/request-event.js';
import { soundDistance } from '../../../recognition-noise/sound-distance.js';
import { hearingShares } from '../stage-scores.js';
import { actedEntity, answeredMeaning, slotText } from '../turns/answered-meaning.js';
import { asksAgain } from '../turns/asking-again.js';
import type { FollowedTurn } from '../turns/observed-turn.js';
import { wordDistance } from '../turns/word-distance.js';
import { letters } from './answer-features.js';
import type { Known } from './known.js';

/** What the session's next request changed; nothing where none followed. */
export function changeFeatures(turn: FollowedTurn): Record<string, Known> {
  const { request, next } = turn;
  return {
    followed: next !== undefined,
    gapMs: next?.gapMs,
    again: next?.rephrase,
    dissatisfied: next?.dissatisfied,
    asksAgain: next && asksAgain(turn),
    ...(next ? { ...ofWords(request, next.request), ...ofMeanings(request, next.request) } : {}),
  };
}

/** What was heard then and now. An entry of one list that is the other's first was probably said both times. */
function ofWords(request: RequestEvent, again: RequestEvent): Record<string, Known> {
  const texts = request.text === undefined || again.text === undefined ? undefined : [request.text, again.text];
  const [before, after] = (texts ?? []).map((text) => text.split(' '));
  const kept = new Set(before?.filter((word) => after.includes(word)));
  const changed = texts && [before, after].map((words) => words.filter((word) => !kept.has(word)).join(''));
  return {
    wordsChanged: again.textKey !== request.textKey,
    wordDistance: texts && wordDistance(texts[0], texts[1]),
    soundDistance: texts && soundDistance(letters(texts[0]), letters(texts[1])),
    // Of the words that came and went alone: small where they were misheard.
    changedSoundDistance:
      changed && changed[0] !== '' && changed[1] !== ''
        ? soundDistance(changed[0].toLowerCase(), changed[1].toLowerCase())
        : undefined,
    moreWords: texts && after.length - before.length,
    wordsDropped: texts && before.filter((word) => !kept.has(word)).length,
    wordsAdded: texts && after.filter((word) => !kept.has(word)).length,
    nowAmongThen: shareOf(request, again.textKey),
    thenAmongNow: shareOf(again, request.textKey),
    heardInCommon: inCommon(request, again),
  };
}

/** Share of a request's n-best list that an entry has; 0 where it is not on it. */
function shareOf(request: RequestEvent, textKey: string): number | undefined {
  const place = request.recognised?.findIndex(({ key }) => key === textKey);
  return place === undefined ? undefined : (hearingShares(request)[place] ?? 0);
}

function inCommon({ recognised: one }: RequestEvent, { recognised: other }: RequestEvent): number | undefined {
  return one && other?.filter(({ key }) => one.some((each) => each.key === key)).length;
}

/** How what was understood then and now differs, and where the one stood among what was made of the other. */
function ofMeanings(request: RequestEvent, again: RequestEvent): Record<string, Known> {
  const [before, after] = [answeredMeaning(request), answeredMeaning(again)];
  const both = before && after;
  const [entity, otherEntity] = [actedEntity(before), actedEntity(after)];
  const [old, now] = [new Set(before?.slots.map(({ key }) => key)), new Set(after?.slots.map(({ key }) => key))];
  const kept = [...old].filter((key) => now.has(key)).length;
  const place =
    after &&
    request.hypotheses.findIndex(
      (each) =>
        each.domain === after.domain && each.intent === after.intent && slotText(each.slots) === slotText(after.slots),
    );
  const alike =
    after && request.hypotheses.find((each) => each.domain === after.domain && each.intent === after.intent);
  const candidates = before?.hypothesis?.entities;
  const candidate = otherEntity && candidates?.findIndex(({ id }) => id === otherEntity.id);
  return {
    domainChanged: both && before.domain !== after.domain,
    intentChanged: both && (before.domain !== after.domain || before.intent !== after.intent),
    slotsChanged: both && slotText(before.slots) !== slotText(after.slots),
    slotValuesKept: both && old.size > 0 ? kept / old.size : undefined,
    slotsAdded: both && now.size - old.size,
    slotSoundDistance: both && slotSounds(before.slots, after.slots),
    entityChanged: entity && otherEntity && entity.id !== otherEntity.id,
    entityPlace: candidate,
    entityThen: candidate === undefined ? undefined : (candidates?.[candidate]?.probability ?? 0),
    meaningPlace: place,
    meaningThen: place === undefined ? undefined : (request.hypotheses[place]?.posterior ?? 0),
    intentThen: after && (alike?.posterior ?? 0),
  };
}

/** How far the values of slots are from sounding alike, of those that changed; undefined where none did, or without texts. */
function slotSounds(
  before: readonly { readonly key: string; readonly value?: string | undefined }[],
  after: readonly { readonly key: string; readonly value?: string | undefined }[],
): number | undefined {
  const changed = (some: typeof before, others: typeof before) =>
    some
      .filter(({ key }) => others.every((other) => other.key !== key))
      .flatMap(({ value }) => value ?? [])
      .join('');
  const [gone, come] = [letters(changed(before, after)), letters(changed(after, before))];
  return gone === '' || come === '' ? undefined : soundDistance(gone, come);
}
