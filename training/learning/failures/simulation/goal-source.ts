import { checkContext, type DeviceContext, NO_CONTEXT } from '../../../../gateway/answer/priors/context.js';
import type { CorpusRow } from '../../../corpus/corpus-row.js';
import type { Random } from '../../../numeric/random.js';
import { weighted } from '../../../recognition-noise/draw.js';
import { type ContextModel, drawContext, drawPlace, wireContext } from '../../../simulation/context-model.js';
import { drawRequests, type RequestSource } from '../../../simulation/requests.js';
import { drawKey } from './draws.js';
import type { Goal } from './goal.js';
import type { FailureParameters } from './parameters.js';
import { type GoalDomain, typedGoal } from './typed-goals.js';

/** Words that are no request of ours, and what they are held out with. */
export interface OtherWords {
  readonly text: string;
  readonly group: string;
}

/** What goals are drawn from. */
export interface GoalSource {
  /** By domain its generated rows. */
  readonly rows: ReadonlyMap<string, readonly CorpusRow[]>;
  readonly domains: ReadonlyMap<string, GoalDomain>;
  /** Titles of several media; absent: there are none. */
  readonly shared?: RequestSource | undefined;
  /** Requests for other assistants. */
  readonly others: readonly OtherWords[];
  /** Talk between people. */
  readonly overheard: readonly OtherWords[];
  readonly model: ContextModel;
}

/** The intent of a request that names a title and nothing else. */
const UNTYPED = { intent: 'SearchCreativeWork', slot: 'object_name' };

/** Draws a goal by the weights of the parameters. */
export function drawGoal(source: GoalSource, parameters: FailureParameters, random: Random): Goal {
  for (;;) {
    const goal = tryGoal(source, parameters, random);
    if (goal) return { ...goal, isAvailable: !goal.meaning || random.next() >= parameters.unavailable };
  }
}

function tryGoal(source: GoalSource, parameters: FailureParameters, random: Random): Goal | undefined {
  const { model, others, overheard } = source;
  const place = drawPlace(model.shares, random);
  const context = contextOf(model, place, random);
  const kind = drawKey(parameters.goals, random);
  if (kind === 'typed') {
    const domain = model.domains[place];
    const [rows, own] = [source.rows.get(domain) ?? [], source.domains.get(domain)];
    const row = rows[random.below(Math.max(1, rows.length))];
    if (!row || !own) return undefined;
    return row.domain === domain ? typedGoal(row, own, context, parameters, random) : otherGoal(row, context, true);
  }
  if (kind === 'shared') return sharedGoal(source, random);
  const words = kind === 'others' ? others : overheard;
  const one = words[random.below(Math.max(1, words.length))];
  return one && otherGoal(one, context, kind === 'others');
}

function otherGoal(
  { text, group = text }: Pick<CorpusRow, 'text' | 'group'>,
  context: DeviceContext,
  isSpokenTo: boolean,
): Goal {
  return { group, text, isSpokenTo, isAvailable: true, context };
}

function sharedGoal({ shared, domains }: GoalSource, random: Random): Goal | undefined {
  if (!shared) return undefined;
  const [drawn] = drawRequests(shared, 1, random);
  const own = domains.get(drawn.domain);
  const kind = shared.parameters.domains[drawn.domain].kind;
  const works = own?.works.named(drawn.title.text, [kind]) ?? [];
  if (works.length === 0) return undefined;
  const work = weighted(works, random);
  return {
    group: `shared ${drawn.text.replace(drawn.title.text, '{}')}`,
    text: drawn.text,
    meaning: {
      domain: drawn.domain,
      intent: UNTYPED.intent,
      slots: [{ name: UNTYPED.slot, value: drawn.title.text }],
    },
    isSpokenTo: true,
    isAvailable: true,
    work,
    context: checkContext(drawn.context as Parameters<typeof checkContext>[0]),
    fuller: work.creator === undefined ? undefined : `${drawn.text} by ${work.creator.toLowerCase()}`,
  };
}

function contextOf(model: ContextModel, place: number, random: Random): DeviceContext {
  // One device in ten tells nothing of itself.
  if (random.next() < 0.1) return NO_CONTEXT;
  return checkContext(
    wireContext(model, drawContext(model, place, random), random) as Parameters<typeof checkContext>[0],
  );
}
