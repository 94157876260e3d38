import { OTHER } from '../../training/corpus/corpus-row.js';
import type { TrainingCorpora } from '../../training/run/training-run.js';
import { rollBack } from '../release/roll-back.js';
import { type GateSettings, type Offered, offer } from './learn-month.js';
import { ROLLOUT, type YearStack } from './year-stack.js';
import type { YearWorld } from './year-world.js';

/** What became of a version that should never have been deployed. */
export interface BadDeploy {
  readonly domain: string;
  /** What the gates said of it. */
  readonly refused: Offered;
  /** Whether it could be deployed all the same, by force. */
  readonly isForced: boolean;
  /** The version that the rollback made active again; absent until then. */
  readonly back?: string | undefined;
}

/** The domain that a bad version is of. */
const VICTIM = 'music';

/** The labels with an error: every second request of the domain is said to be nobody's. */
function mistaken({ rows, ...corpora }: TrainingCorpora): TrainingCorpora {
  let own = 0;
  const wrong = rows.map((row) =>
    row.domain === VICTIM && own++ % 2 === 0 ? { ...row, domain: OTHER, intent: '', slots: undefined } : row,
  );
  const [first, ...others] = corpora.corpora;
  return { ...corpora, rows: wrong, corpora: first ? [{ ...first, sha256: '0'.repeat(64) }, ...others] : [] };
}

/** Offers a version that was trained on mistaken labels, and deploys it by force where the gates refuse it. */
export async function deployBad(
  stack: YearStack,
  world: YearWorld,
  folder: string,
  gates: GateSettings,
): Promise<BadDeploy> {
  const bundles = await world.train(mistaken(world.labelled), [VICTIM], stack.now);
  const bytes = bundles.get(VICTIM)!;
  const refused = await offer(stack, world, folder, VICTIM, bytes, undefined, gates);
  if (refused.fate !== 'refused') return { domain: VICTIM, refused, isForced: false };
  const forced = await offer(stack, world, folder, VICTIM, bytes, undefined, gates, true);
  return { domain: VICTIM, refused, isForced: forced.fate === 'deployed' };
}

/** Makes the version active again that was so before the bad one. */
export async function takeBack(stack: YearStack, bad: BadDeploy): Promise<BadDeploy> {
  if (!bad.isForced && bad.refused.fate !== 'deployed') return bad;
  const { deployed } = await stack.withStores((stores) =>
    rollBack(stores, { domain: bad.domain, who: 'year', why: 'customers complain', rollout: ROLLOUT }, stack.now),
  );
  return { ...bad, back: deployed.version };
}
