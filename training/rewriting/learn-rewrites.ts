import type { SameMeaning } from '../../gateway/rewriting/near/same-meaning.js';
import { keepsWords } from '../../gateway/rewriting/table/kept-words.js';
import { AS_SAID, calibrated } from '../../gateway/rewriting/table/layer-calibration.js';
import {
  MOST_TEXTS,
  type RewritePair,
  type RewriteTable,
  type SucceedingText,
  wordsProblem,
} from '../../gateway/rewriting/table/rewrite-table.js';
import {
  AS_TOLD,
  isRising,
  noSignals,
  rightShare,
  type ToldLabel,
  type ToldSuccess,
  toldSuccess,
} from '../learning/told-success.js';
import { type BetaCounts, betaLower, betaMean } from './beta.js';
import { composed, layerCalibration } from './calibration/layer-calibration.js';
import { pairShares, sameShare } from './calibration/pair-shares.js';
import { type FollowedPair, followedPair, NO_PAIR, type NoPair, textsByNode } from './followed-pairs.js';
import { type GraphText, rephraseGraph } from './rephrase-graph.js';
import { REWRITE_DEFAULTS, type RewriteSettings } from './rewrite-settings.js';
import { pairName, rewrittenCounts } from './rewritten-counts.js';
import type { SaidTurn } from './said-turn.js';

/** Why a text got no pair, or a pair was left out. */
type NotTaken = NoPair | 'chained' | 'few customers' | 'too long or not readable';

/** What was learned of rewriting. */
export interface LearnedRewrites {
  readonly table: RewriteTable;
  readonly told: ToldSuccess;
  /** Pairs that the active table does not have. */
  readonly added: readonly RewritePair[];
  /** Pairs of the active table that are no longer believed. */
  readonly retracted: readonly RewritePair[];
  /** Texts that enough customers say and that got no pair, by why; pairs that stood in the way of better ones. */
  readonly refused: Readonly<Record<NotTaken, number>>;
}

/** Common texts of which too few are there to tell what labels say. */
const FEW_TEXTS = 20;
/** How much what led to a pair counts beside what came of it, in requests. */
const MOST_PRIOR = 10;

/**
 * Pairs of texts, of which the first fails and the second means the same and succeeds, by what customers said again. A pair of
 * the active table stays until what came of it speaks against it.
 * @param model P(two texts mean the same); absent: nothing is searched for words like others
 */
export function learnRewrites(
  turns: readonly SaidTurn[],
  active: RewriteTable = { pairs: [] },
  model?: SameMeaning,
  changed: Partial<RewriteSettings> = {},
): LearnedRewrites {
  const settings = { ...REWRITE_DEFAULTS, ...changed };
  const known = toldSuccess(toldLabels(turns));
  const told = known ?? AS_TOLD;
  const graph = rephraseGraph(turns, told);
  const said = [...graph.texts.values()].filter(({ customers }) => customers.size >= settings.leastCustomers);
  const common = said.filter(({ text }) => wordsProblem(text) === undefined);
  const spoken = textsByNode(common);
  const refused: Record<NotTaken, number> = {
    ...(Object.fromEntries(NO_PAIR.map((why) => [why, 0])) as Record<NoPair, number>),
    'few customers': graph.texts.size - said.length,
    'too long or not readable': said.length - common.length,
    chained: 0,
  };
  const believed = new Map<string, RewritePair & { readonly prior: number }>();
  for (const { from, to, probability, own } of active.pairs) {
    const text = graph.texts.get(from);
    const now = text ? betaMean(withPrior(text, own)) : own;
    believed.set(pairName(from, to), { from, to, probability, own: now, prior: MOST_PRIOR });
  }
  const [followed, seen]: [FollowedPair[], BetaCounts[]] = [[], []];
  for (const text of common) {
    const pair = followedPair(text, graph, spoken, settings, told, seen);
    if (typeof pair === 'string') refused[pair]++;
    else followed.push(pair);
  }
  const shares = pairShares(seen);
  for (const { from, to, same, right, own, evidence } of followed) {
    const probability = sameShare(same, shares) * right;
    believed.set(pairName(from, to), { from, to, probability, own, prior: Math.min(MOST_PRIOR, evidence) });
  }
  const counts = rewrittenCounts(turns, settings.halfLife, told);
  for (const [name, tried] of counts) {
    // What was found for weak answers, and went well with enough customers, is known from now on.
    if (believed.has(name) || tried.customers.size < settings.leastCustomers) continue;
    const { from, to } = tried;
    const own = rightShare(graph.texts.get(from)?.signals ?? noSignals(), told);
    if (betaLower(tried, settings.z) > own + settings.margin)
      believed.set(name, { from, to, probability: rightShare(tried.signals, told), own, prior: 0 });
  }
  const ofKnown = layerCalibration(turns, 'KNOWN', told);
  const kept = [...believed].flatMap(([name, { from, to, own, prior, probability }]): RewritePair[] => {
    const tried = counts.get(name);
    const before = tried?.before ?? 1;
    const requests = tried ? tried.successes + tried.failures : 0;
    const left = prior * before;
    const expected = prior > 0 ? calibrated(probability, ofKnown) : probability;
    const came = tried ? requests * rightShare(tried.signals, told) : 0;
    const now = left + requests > 0 ? (left * expected + came) / (left + requests) : expected;
    return now > own + settings.margin ? [{ from, to, probability: now, own }] : [];
  });
  const stays = new Set(settings.keep);
  const pairs = unchained(kept.filter(({ from, to }) => keepsWords(from, to, stays)));
  refused.chained = kept.length - pairs.length;
  const before = new Set(active.pairs.map(({ from, to }) => pairName(from, to)));
  const after = new Set(pairs.map(({ from, to }) => pairName(from, to)));
  const { margin, least, leastSuccess } = settings;
  const calibration = searchCalibration(turns, active, told);
  // Where labels may say anything of right answers, nobody is sent to what is only said to succeed. Of a few texts that is not seen.
  const isSearched = known ? isRising(known) : common.length < FEW_TEXTS;
  const texts = isSearched ? succeedingTexts(common, leastSuccess, told) : [];
  return {
    told,
    table: {
      pairs,
      ...(model && texts.length > 0 && { search: { texts, sameMeaning: model, margin, least, calibration } }),
      ...(settings.keep.length > 0 && { keep: [...settings.keep] }),
    },
    added: pairs.filter(({ from, to }) => !before.has(pairName(from, to))),
    retracted: active.pairs.filter(({ from, to }) => !after.has(pairName(from, to))),
    refused,
  };
}

/** How the search's layers are calibrated, by what came of what they found while the active table was in force. */
function searchCalibration(turns: readonly SaidTurn[], { search }: RewriteTable, told: ToldSuccess) {
  const of = (layer: 'GLOBAL' | 'PERSONAL') =>
    composed(search?.calibration?.[layer] ?? AS_SAID, layerCalibration(turns, layer, told));
  return { GLOBAL: of('GLOBAL'), PERSONAL: of('PERSONAL') };
}

/** What requests tell that were interpreted as they were said: each of its text as it was understood. */
function toldLabels(turns: readonly SaidTurn[]): ToldLabel[] {
  return turns.flatMap(({ customer, text, understood, success, rewritten }) =>
    rewritten === undefined ? [{ name: `${text}\t${understood}`, customer, success }] : [],
  );
}

/** What is known of a text whose requests are mostly rewritten now: what was known before counts as some of them. */
function withPrior({ success, failure }: { success: number; failure: number }, own: number) {
  return { successes: success + MOST_PRIOR * own, failures: failure + MOST_PRIOR * (1 - own) };
}

/** Texts that succeed, those that most customers say first. */
function succeedingTexts(common: readonly GraphText[], least: number, told: ToldSuccess): SucceedingText[] {
  return common
    .map(({ text, customers, signals }) => {
      return { text, customers: customers.size, probability: rightShare(signals, told) };
    })
    .filter(({ probability }) => probability >= least)
    .sort((one, other) => other.customers - one.customers || (one.text < other.text ? -1 : 1))
    .slice(0, MOST_TEXTS)
    .map(({ text, probability }) => ({ text, probability }));
}

/** Of pairs that stand in each other's way, those that help most: one for each text, none to a text that is rewritten. */
function unchained(pairs: readonly RewritePair[]): RewritePair[] {
  const [sources, targets] = [new Set<string>(), new Set<string>()];
  const gain = ({ probability, own }: RewritePair) => probability - own;
  const taken = [...pairs]
    .sort((one, other) => gain(other) - gain(one))
    .filter(({ from, to }) => {
      if (sources.has(from) || targets.has(from) || sources.has(to)) return false;
      sources.add(from);
      targets.add(to);
      return true;
    });
  return taken.sort((one, other) => (one.from < other.from ? -1 : 1));
}
