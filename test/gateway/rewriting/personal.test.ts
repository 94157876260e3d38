import { expect, test } from 'vitest';
import { writeActiveBundle } from '../../../bundles/sources/bundle-directory.js';
import { NEAR_FEATURES } from '../../../gateway/rewriting/near/near-texts.js';
import { REWRITE_TABLES } from '../../../gateway/rewriting/rewrite-tables.js';
import { isControl } from '../../../gateway/rewriting/table/control-group.js';
import { packTable } from '../../../gateway/tables/table-bundle.js';
import { temporaryFolder } from '../../support/files.js';
import { replyOf } from '../../support/servers/domain-reply.js';
import { connectedFeedbackOf, stopped } from '../../support/servers/feedback.js';
import { gatewayBefore } from '../../support/servers/gateway.js';

const ASIDE = { from: 'the shark', to: 'the sharks', probability: 0.9, own: 0.1 };
const OWN = 'play my morning tape';
const HEARD = 'play my mourning tape';
const sure = { bias: 9, weights: Object.fromEntries(NEAR_FEATURES.map((name) => [name, 0])) as never };
const [someone, other] = Array.from({ length: 100 }, (_, n) => `c${n}`).filter((name) => !isControl(name)) as string[];
const control = Array.from({ length: 1_000 }, (_, n) => `c${n}`).find(isControl)!;

async function stack(events: object = {}) {
  const directory = temporaryFolder();
  const search = { texts: [], sameMeaning: sure, margin: 0.1, least: 0.5 };
  const bundle = packTable(REWRITE_TABLES, { pairs: [ASIDE], search }, 'test', { version: 'v1' });
  await writeActiveBundle(directory, { version: 'v1' }, bundle);
  const video = {
    interpret: async ({ utterance }: { utterance: string }) => replyOf('video', [utterance === HEARD ? 0.2 : 0.9]),
  };
  const gateway = await gatewayBefore(
    { video },
    {
      rewriteBundles: { source: { directory }, trust: { allowUnsigned: true } },
      events: { folder: temporaryFolder(), text: true, ...events },
    },
  );
  const isThere = async () => (await gateway.interpret({ utterance: ASIDE.from })).rewrite?.version;
  await expect.poll(isThere, { timeout: 10_000 }).toBe('v1');
  const feedback = await connectedFeedbackOf(gateway.address);
  let asked = 0;
  /** Says something, reports what came of it, and tells what was interpreted instead. */
  const says = async (customer: string, utterance: string, outcome?: object) => {
    const requestId = `r${asked++}`;
    const { rewrite } = await gateway.interpret({ utterance, customer, requestId });
    if (outcome) {
      const { stop: _, ...told } = stopped(`e-${requestId}`, { requestId, customer });
      await feedback.report([{ ...told, ...outcome }]);
    }
    return rewrite;
  };
  const ownTexts = async (customer: string) => (await feedback.known({ customer })).ownTexts;
  return { gateway, feedback, says, ownTexts };
}

const RIGHT = { answer: { value: 'ANSWER_VALUE_YES' } } as const;
const WRONG = { stop: {} } as const;

test("a customer's own words that went well are interpreted where they are heard badly, until that goes wrong", async () => {
  const { says, ownTexts } = await stack();
  expect(await says(someone, HEARD)).toBeNull();
  expect(await says(someone, OWN, RIGHT)).toBeNull();
  await expect.poll(() => ownTexts(someone), { timeout: 5_000 }).toBe(1);
  expect(await says(someone, HEARD, WRONG)).toMatchObject({
    ...{ text: OWN, layer: 'REWRITE_LAYER_PERSONAL', version: 'v1' },
    probability: expect.closeTo(0.75, 3),
  });
  // Nobody else's, and no longer the customer's: it went wrong as often as right.
  expect(await says(other, HEARD)).toBeNull();
  await expect.poll(() => says(someone, HEARD), { timeout: 5_000 }).toBeNull();
});

test('they are forgotten with the customer, and asked for by nobody who asks for no rewrites', async () => {
  const { gateway, feedback, says, ownTexts } = await stack();
  await says(someone, OWN, RIGHT);
  await expect.poll(() => ownTexts(someone), { timeout: 5_000 }).toBe(1);
  const plain = { utterance: HEARD, customer: someone };
  expect((await gateway.interpret({ ...plain, rewrite: false })).rewrite).toBeNull();
  expect((await gateway.interpret({ ...plain, applyPreferences: false })).rewrite).toMatchObject({ text: OWN });
  await feedback.forget({ customer: someone });
  expect(await says(someone, HEARD)).toBeNull();
  expect(await ownTexts(someone)).toBe(0);
});

test('they are kept of nobody in the control group, and only where the configuration has words kept', async () => {
  const { says, ownTexts } = await stack();
  await says(control, OWN, RIGHT);
  await says(someone, OWN, RIGHT);
  await expect.poll(() => ownTexts(someone), { timeout: 5_000 }).toBe(1);
  expect(await ownTexts(control)).toBe(0);
  const wordless = await stack({ text: false });
  await wordless.says(someone, OWN, RIGHT);
  expect(await wordless.says(someone, HEARD)).toBeNull();
  expect(await wordless.ownTexts(someone)).toBe(0);
});
