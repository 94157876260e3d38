import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { JudgedVisit } from '../../training/learning/year/figures.js';
import type { YearParameters } from '../../training/learning/year/parameters.js';
import { type Group, MONTH_MS, peopleOf, visitsOf } from '../../training/learning/year/people.js';
import { WantedGoals, wantedIn } from '../../training/learning/year/year-goals.js';
import { deployBad, takeBack } from './incidents.js';
import { type GateSettings, type LearnedMonth, learnMonth } from './learn-month.js';
import { liveMonth } from './month-of-use.js';
import { type Incidents, incidentText, learnedText } from './month-text.js';
import { changeCatalogues, yearCatalogues } from './year-catalogues.js';
import { startYearStack, type YearAnswer } from './year-stack.js';
import type { YearWorld } from './year-world.js';

/** One way through the year. */
export interface LifeSettings extends GateSettings {
  readonly name: string;
  /** Whether the domains learn, and the year's incidents happen; else the first versions serve to the end. */
  readonly learns: boolean;
  readonly withPoison: boolean;
  readonly parameters: YearParameters;
  /** A folder of the life's own, where its stack keeps everything. */
  readonly folder: string;
}

/** What a life came to. */
export interface Life {
  readonly name: string;
  readonly judged: readonly JudgedVisit[];
  readonly months: readonly LifeMonth[];
}

export interface LifeMonth extends Incidents {
  readonly month: number;
  readonly requests: number;
  readonly outcomes: number;
  /** Absent where nothing is learned. */
  readonly learned?: LearnedMonth | undefined;
}

/** Visits between two lines of progress. */
const TOLD_EVERY = 250;
/** Share of a month's time that its visits take; the rest is learning. */
const VISITS_SHARE = 0.5;

/**
 * Lives through the months with a stack of its own: everybody asks, and at the end of each month the domains learn.
 * @param progress is told what is done, and the share of the life that is over
 */
export async function live(
  { name, learns, withPoison, parameters, folder, ...gates }: LifeSettings,
  world: YearWorld,
  first: ReadonlyMap<string, Uint8Array>,
  progress: (text: string, share: number) => void,
): Promise<Life> {
  await mkdir(folder, { recursive: true });
  const { months: count, incidents } = parameters;
  const people = peopleOf(parameters, withPoison);
  const beganMs = Date.parse(parameters.begins);
  const goalsOf = (month: number) => {
    const { teaching, control } = wantedBy(month, world, parameters, gates.seed);
    return [...teaching.all, ...control.all];
  };
  const catalogues = await yearCatalogues(world, goalsOf(1), join(folder, 'catalogue-files'), new Date(beganMs));
  const stack = await startYearStack(folder, first, catalogues, gates.seed, beganMs);
  // What never changes answers the same words the same: each is asked once.
  const known = learns ? undefined : new Map<string, YearAnswer>();
  const judged: JudgedVisit[] = [];
  const months: LifeMonth[] = [];
  let sent = 0;
  try {
    for (let month = 1; month <= count; month++) {
      const share = (part: number) => (month - 1 + part) / count;
      const wanted = wantedBy(month, world, parameters, gates.seed);
      const visits = visitsOf(month, people, wanted, parameters, gates.seed);
      const isAway = learns && month === incidents.outage;
      if (isAway) await stack.loseNats();
      const isChanged = learns && month === incidents.catalogue;
      const changed = isChanged ? await changeCatalogues(stack, world, goalsOf(month), folder, gates) : undefined;
      const isBad = learns && month === incidents.badDeploy;
      let bad = isBad ? await deployBad(stack, world, folder, gates) : undefined;
      const until = Math.ceil(incidents.badShare * visits.length);
      const lived = await liveMonth({
        ...{ month, visits, wanted, stack, parameters, seed: gates.seed, known, worksOf: world.worksOf },
        async onVisit(done) {
          if (bad && done === until) bad = await takeBack(stack, bad);
          if (done % TOLD_EVERY === 0)
            progress(`${name}, month ${month}: ${done} visits`, share((VISITS_SHARE * done) / visits.length));
        },
      });
      judged.push(...lived.judged);
      sent += lived.requests;
      stack.setTime(beganMs + month * MONTH_MS - 1);
      const isLearned = learns && month % parameters.learnEvery === 0 && month < count;
      if (isLearned) progress(`${name}, month ${month}: learns`, share(VISITS_SHARE));
      const learned = isLearned ? await learnMonth(stack, world, folder, sent, gates) : undefined;
      if (isAway) await stack.restoreNats();
      const told = [...incidentText({ isAway, bad, changed }), ...(learned ? [learnedText(learned)] : [])];
      progress(`${name}, month ${month}: ${told.join('; ')}`, share(1));
      const { requests, outcomes } = lived;
      months.push({ month, requests, outcomes, isAway, bad, changed, learned });
    }
  } finally {
    await stack.close();
  }
  return { name, judged, months };
}

/** What each group wants in a month. */
function wantedBy(
  month: number,
  { rows }: YearWorld,
  parameters: YearParameters,
  seed: number,
): Record<Group, WantedGoals> {
  const teaching = wantedIn(month, rows.teaching, parameters, seed);
  return {
    teaching,
    control: wantedIn(month, rows.control, parameters, seed),
    // They ask for the commonest alike.
    poisoned: new WantedGoals(teaching.first(parameters.poison.targets), 0),
  };
}
