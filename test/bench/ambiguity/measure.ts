import type { ActiveModels } from '../../../cli/release/gates/active-models.js';
import { interpretTexts } from '../../../cli/release/gates/interpret-texts.js';
import type { PriorTable } from '../../../gateway/answer/priors/prior-table.js';
import { conformalShare } from '../../../training/priors/conformal.js';
import { fitTitles } from '../../../training/priors/fit-titles.js';
import type { InterpretedRequest } from '../../../training/priors/interpreted-request.js';
import type { Parameters } from '../../../training/simulation/parameters.js';
import type { SimulatedRequest } from '../../../training/simulation/requests.js';
import { type AmbiguityFigures, ambiguityFigures, wholeTitles } from './figures.js';
import {
  asServed,
  type Belief,
  beliefs,
  interpretedBy,
  keywordRules,
  product,
  type Rescoring,
  slotsOffered,
} from './systems.js';

/** Figures of one system, with or without priors: a row of the benchmark's table. */
export interface AmbiguityRow {
  readonly system: string;
  readonly priors: boolean;
  readonly figures: AmbiguityFigures;
  /** Share of requests whose likeliest reading has the title that was drawn as its only slot value; absent without slots. */
  readonly wholeTitle?: number;
}

/** Requests to adjust systems on, and requests to measure them on; they share no title and no carrier phrase. */
export interface Draws {
  readonly adjustment: readonly SimulatedRequest[];
  readonly benchmark: readonly SimulatedRequest[];
}

export interface Rules {
  readonly parameters: Parameters;
  /** The prior table that ships: our bundles are measured with it unchanged, other systems with its regression refitted. */
  readonly table: PriorTable;
  readonly coverage: number;
}

/** The interpretations of both draws by one system. */
interface Interpreted {
  readonly adjustment: readonly InterpretedRequest[];
  readonly benchmark: readonly InterpretedRequest[];
}

/** A system with its adjusted table and thresholds. A mix of recipes is measured with these: nobody adjusts for a mix. */
interface Adjusted {
  readonly name: string;
  readonly rescoring: Rescoring;
  readonly table: PriorTable;
  /** Shares from which a reading is offered, without and with priors. */
  readonly minShares: readonly [number, number];
}

/** The bundles of one recipe. `ours` tells whether they are measured with the prior table that ships. */
export interface Served {
  readonly name: string;
  readonly models: ActiveModels;
  readonly ours: boolean;
}

/** Measures every system on bundles of one recipe; then ours and R0, not adjusted again, on a mix of recipes. */
export async function measureAll(
  { adjustment, benchmark }: Draws,
  served: readonly Served[],
  mixed: ActiveModels | undefined,
  rules: Rules,
): Promise<{ homogeneous: AmbiguityRow[]; mixed: AmbiguityRow[] }> {
  const homogeneous: AmbiguityRow[] = [];
  const carried: Adjusted[] = [];
  for (const { name, models, ours } of served) {
    const [before, after] = [await interpretAll(models, adjustment), await interpretAll(models, benchmark)];
    const forms: [string, Rescoring, boolean][] = ours
      ? [
          [name, asServed, true],
          ['R0 (product)', product, false],
        ]
      : [[name, asServed, false]];
    for (const [system, rescoring, asItShips] of forms) {
      const interpreted = {
        adjustment: interpretedBy(adjustment, before, rescoring),
        benchmark: interpretedBy(benchmark, after, rescoring),
      };
      const adjusted = adjust({ name: system, rescoring }, interpreted, rules, asItShips);
      if (ours) carried.push(adjusted);
      homogeneous.push(...rowsOf(adjusted, interpreted.benchmark, benchmark));
    }
  }
  const keywords = {
    adjustment: keywordRules(adjustment, rules.parameters),
    benchmark: keywordRules(benchmark, rules.parameters),
  };
  const rule = adjust({ name: 'keyword rules', rescoring: asServed }, keywords, rules, false);
  homogeneous.push(...rowsOf(rule, keywords.benchmark, benchmark));
  if (!mixed) return { homogeneous, mixed: [] };
  const after = await interpretAll(mixed, benchmark);
  const rows = carried.flatMap((adjusted) =>
    rowsOf(adjusted, interpretedBy(benchmark, after, adjusted.rescoring), benchmark),
  );
  return { homogeneous, mixed: rows };
}

/** Figures of the simulation's own probabilities, the best that any system can do, without and with the context. */
export function measureBayes({ adjustment, benchmark }: Draws, { parameters, coverage }: Rules): AmbiguityRow[] {
  const domains = Object.keys(parameters.domains);
  return ([false, true] as const).map((priors) => {
    const belief = ({ beforeContext, posterior }: SimulatedRequest): Belief =>
      new Map(domains.map((domain, index) => [domain, (priors ? posterior : beforeContext)[index]]));
    const minShare = conformalShare(
      adjustment.map((request) => belief(request).get(request.domain) ?? 0),
      coverage,
    );
    const meant = benchmark.map(({ domain }) => domain);
    return { system: 'Bayes', priors, figures: ambiguityFigures(benchmark.map(belief), meant, minShare) };
  });
}

/** Fits title weights on one half of the requests and thresholds on the other; leaves a table that ships as it is. */
function adjust(
  system: Pick<Adjusted, 'name' | 'rescoring'>,
  { adjustment }: Interpreted,
  { table: shipped, coverage }: Rules,
  asItShips: boolean,
): Adjusted {
  const half = Math.floor(adjustment.length / 2);
  const [forBase, forThreshold] = [adjustment.slice(0, half), adjustment.slice(half)];
  const table = asItShips ? shipped : fitted(forBase, shipped);
  const threshold = (priors?: PriorTable) =>
    conformalShare(
      beliefs(forThreshold, priors).map((belief, index) => belief.get(forThreshold[index].domain) ?? 0),
      coverage,
    );
  const withPriors = asItShips && shipped.clarify ? shipped.clarify.minShare : threshold(table);
  return { ...system, table, minShares: [threshold(), withPriors] };
}

function fitted(requests: readonly InterpretedRequest[], { titles: _, ...shipped }: PriorTable): PriorTable {
  return { ...shipped, titles: fitTitles(requests, shipped) };
}

function rowsOf(
  { name, table, minShares }: Adjusted,
  requests: readonly InterpretedRequest[],
  drawn: readonly SimulatedRequest[],
): AmbiguityRow[] {
  const meant = drawn.map(({ domain }) => domain);
  const titles = drawn.map(({ title }) => title.text);
  return [undefined, table].map((priors, place) => ({
    system: name,
    priors: priors !== undefined,
    figures: ambiguityFigures(beliefs(requests, priors), meant, minShares[place]),
    wholeTitle: wholeTitles(slotsOffered(requests, priors), titles),
  }));
}

function interpretAll(models: ActiveModels, requests: readonly SimulatedRequest[]) {
  return interpretTexts(
    models,
    requests.map(({ text }) => text),
  );
}
