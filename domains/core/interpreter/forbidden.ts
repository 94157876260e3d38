import type { Span } from '../recognizer/labels.js';
import type { TaggedHypothesis } from '../recognizer/recognizer.js';

/** What may stand before a request: calls, hesitations, politeness. */
const LEADS = new Set(
  'hey hi hello yo ok okay oh no um uh er erm hmm well so please now just but and alexa siri google cortana computer'.split(
    ' ',
  ),
);
/** Verbs whose denial asks for nothing to be left undone: "don't forget to play jazz". */
const HARMLESS = new Set('forget worry mind care know think bother hesitate'.split(' '));
/** Verbs that undo; denied, they forbid what undoes: "don't stop the music". */
const UNDO = new Set('stop pause end quit cancel remove delete erase drop clear unsave take'.split(' '));
/** The same without those that titles begin with. */
const LEADING_UNDO = new Set('stop pause quit remove delete erase'.split(' '));
const UNMAKING = /^un(?:save|mark|favou?rite|like|follow|bookmark|heart|love|star|pin)$/u;
const SWITCHES = new Set(['turn', 'switch', 'shut']);

/** Intents by what they do, after the verb that they are named by. */
const UNDOING = /^(?:Stop|Pause|Remove|Delete|Cancel|Clear)/u;
const BEGINNING = /^(?:Play(?!Next|Previous)|Read|Watch|Listen|Start|Open|Resume|Restart|Add|Save|Create)/u;
/** What a denied request may still be: one that undoes, or says what one likes or how things are set. */
const LEFT_BY_DENIAL = /^(?:Stop|Pause|Remove|Delete|Cancel|Clear|Rate|Set)/u;

/** What an utterance forbids, and the words that say so. */
interface Forbidding {
  readonly what: 'all but undoing' | 'beginning' | 'undoing';
  /** First and last word, exclusive. */
  readonly from: number;
  readonly to: number;
}

/**
 * Tells which hypotheses do what the utterance's own words forbid: play for "don't play", add for "unsave", start for
 * "turn … off", stop for "don't stop". Words within a slot's value forbid nothing: "play don't stop me now". English; intents
 * are known by their verbs, as SNIPS names them. However sure a domain is, the opposite of what was said is no reading of it.
 */
export function isForbidden(
  words: readonly string[],
): (hypothesis: Pick<TaggedHypothesis, 'intent' | 'spans'>) => boolean {
  const forbidding = forbiddingOf(words);
  if (!forbidding) return () => false;
  const { what, from, to } = forbidding;
  return ({ intent, spans }) => {
    if (spans.some(({ start, end }) => start < to && end > from)) return false;
    if (what === 'all but undoing' && setsOn(words, intent, spans)) return true;
    return forbids(what, intent) && (what !== 'beginning' || hasOff(words, from, spans));
  };
}

function forbids(what: Forbidding['what'], intent: string): boolean {
  if (what === 'undoing') return UNDOING.test(intent);
  return what === 'beginning' ? BEGINNING.test(intent) : !LEFT_BY_DENIAL.test(intent);
}

/** Whether something is set to "on", which "don't turn on repeat" forbids. */
function setsOn(words: readonly string[], intent: string, spans: readonly Span[]): boolean {
  return intent.startsWith('Set') && spans.some(({ start, end }) => end === start + 1 && words[start] === 'on');
}

/** Whether a verb that switches has its "off" outside the values; any other verb needs none. */
function hasOff(words: readonly string[], verb: number, spans: readonly Span[]): boolean {
  if (!SWITCHES.has(words[verb])) return true;
  return words.some((word, place) => word === 'off' && !spans.some(({ start, end }) => start <= place && place < end));
}

function forbiddingOf(words: readonly string[]): Forbidding | undefined {
  let from = 0;
  while (LEADS.has(words[from])) from++;
  const to = endOfDenial(words, from);
  const verb = words[to ?? from];
  if (verb === undefined) return undefined;
  if (to !== undefined) {
    if (HARMLESS.has(verb)) return undefined;
    const isUndone = UNDO.has(verb) || (SWITCHES.has(verb) && words.includes('off'));
    return { what: isUndone ? 'undoing' : 'all but undoing', from, to };
  }
  if (UNMAKING.test(verb)) return { what: 'all but undoing', from, to: from + 1 };
  const undoes = LEADING_UNDO.has(verb) || SWITCHES.has(verb);
  return undoes ? { what: 'beginning', from, to: from + 1 } : undefined;
}

/** The place behind "don't", "never" or "I don't want you to"; undefined where nothing is denied. */
function endOfDenial(words: readonly string[], from: number): number | undefined {
  const isPerson = words[from] === 'i' || words[from] === 'we';
  const asked = ['can', 'could', 'would', 'will'].includes(words[from]) && words[from + 1] === 'you';
  let place = isPerson ? from + 1 : asked ? from + 2 : from;
  if (asked && words[place] === 'please') place++;
  const [word, next] = [words[place], words[place + 1]];
  if (word === 'dont' || word === 'never' || word === 'wouldnt' || (asked && word === 'not')) place += 1;
  else if ((word === 'don' || word === 'wouldn') && next === 't') place += 2;
  else if ((word === 'do' || word === 'would') && next === 'not') place += 2;
  else return undefined;
  if (isPerson) {
    if (words[place] !== 'want') return undefined;
    place++;
    if (words[place] === 'you') place++;
    if (words[place] === 'to') place++;
  }
  while (words[place] === 'ever' || words[place] === 'please') place++;
  return place;
}
