import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { NOTHING_KNOWN } from '../../../gateway/preferences/document/customer-document.js';
import { expectedSavings } from '../../../gateway/preferences/questions/expected-savings.js';
import { withHabit } from '../../../gateway/preferences/questions/habits.js';
import { questionBeside } from '../../../gateway/preferences/questions/question.js';
import { questionsConfigSchema } from '../../../gateway/preferences/questions/questions-config.js';
import type { Outcome } from '../../../proto/gen/nlu/v1/Outcome.js';
import { bytesIn, eventsIn } from '../../support/feedback/events-in.js';
import { temporaryFolder } from '../../support/files.js';
import { feedbackOf, stopped } from '../../support/servers/feedback.js';
import { gatewayBefore } from '../../support/servers/gateway.js';
import { preferringDomains } from '../../support/servers/preferring-domains.js';

const WORDS = '0123456789abcdef0123456789abcdef';
const NOW = Date.parse('2026-11-29T12:00:00.000Z');
const DAY = 24 * 60 * 60 * 1000;
const iso = (ms: number) => new Date(ms).toISOString();
const config = questionsConfigSchema.parse({ satisfaction: 0 });

/** A customer who did the same so many times, every so many days. */
const habitual = (kind: 'choice' | 'correction', times: number, everyDays: number) => {
  let document = NOTHING_KNOWN;
  for (let n = times - 1; n >= 0; n--) {
    document = withHabit(document, { words: WORDS, kind, domain: 'video' }, iso(NOW - n * everyDays * DAY));
  }
  return document;
};

describe('the question that pays', () => {
  test('saves times a week x weeks x cost x P(the same again)', () => {
    const [choice] = habitual('choice', 3, 1).habits;
    expect(expectedSavings(choice!, config, NOW)).toBeCloseTo(3 * 4 * 0.3 * (4 / 5), 9);
    const [slow] = habitual('choice', 3, 14).habits;
    expect(expectedSavings(slow!, config, NOW)).toBeCloseTo((3 / 4) * 4 * 0.3 * (4 / 5), 9);
    const [correction] = habitual('correction', 2, 1).habits;
    expect(expectedSavings(correction!, config, NOW)).toBeCloseTo(2 * 4 * (3 / 4), 9);
    for (const [kind, times] of [
      ['choice', 2],
      ['correction', 1],
    ] as const) {
      expect(expectedSavings(habitual(kind, times, 0).habits[0]!, config, NOW)).toBe(0);
    }
  });

  const answered = { requestId: 'r', decision: 'CLARIFY', title: 'the tower' } as const;
  const ask = (document = habitual('choice', 3, 1), settings: object = {}, answer: object = {}) =>
    questionBeside({ ...answered, ...answer }, WORDS, document, { ...config, ...settings }, NOW);

  test('is asked where it saves more than it costs, of these words, a week after the last', () => {
    expect(ask()).toMatchObject({ kind: 'preference', about: { words: 'the tower', domain: 'video' } });
    expect(ask(habitual('choice', 3, 14))).toBeUndefined();
    expect(ask(undefined, { price: 3 })).toBeUndefined();
    expect(ask({ ...habitual('choice', 3, 1), asked: iso(NOW - 6.9 * DAY) })).toBeUndefined();
    expect(ask({ ...habitual('choice', 3, 1), asked: iso(NOW - 7 * DAY) })).toBeDefined();
    expect(ask({ ...habitual('choice', 3, 1), declined: [WORDS] })).toBeUndefined();
    expect(ask(undefined, {}, { decision: 'REJECT' })).toBeUndefined();
    expect(ask(undefined, {}, { title: '' })).toBeUndefined();
    expect(questionBeside(answered, WORDS.replace('0', 'f'), habitual('choice', 3, 1), config, NOW)).toBeUndefined();
    // Another choice between begins the habit anew.
    const changed = withHabit(habitual('choice', 2, 1), { words: WORDS, kind: 'choice', domain: 'books' }, iso(NOW));
    expect(ask(withHabit(changed, { words: WORDS, kind: 'choice', domain: 'video' }, iso(NOW)))).toBeUndefined();
  });

  test('about satisfaction is drawn by the request’s id, as often as its propensity says', () => {
    const asked = (requestId: string, decision = 'ACCEPT') =>
      ask(NOTHING_KNOWN, { satisfaction: 0.1 }, { requestId, decision });
    const ids = Array.from({ length: 5_000 }, (_, n) => `request-${n}`);
    const drawn = ids.filter((id) => asked(id));
    // Four standard deviations.
    expect(Math.abs(drawn.length - 500)).toBeLessThan(4 * Math.sqrt(5_000 * 0.1 * 0.9));
    expect(ids.filter((id) => asked(id))).toEqual(drawn);
    expect(asked(drawn[0]!)).toEqual({ kind: 'satisfaction', propensity: 0.1 });
    expect(asked(drawn[0]!, 'CLARIFY')).toBeUndefined();
  });
});

async function askingGateway(questions: object, folder = join(temporaryFolder(), 'events')) {
  // The best reading is hardly better than the next: the gateway asks which was meant.
  const settings = { accept: { minProbability: 0.9 }, rejection: { inDomain: 0.1 } };
  const gateway = await gatewayBefore(preferringDomains(), {
    events: { folder },
    questions: { waitMs: 1_000, ...questions },
    ...settings,
  });
  const ask = (requestId: string, request: object = {}) =>
    gateway.interpret({ utterance: 'play the tower', customer: 'anna', requestId, ...request });
  const calls = feedbackOf(gateway.address);
  const told = (requestId: string, what: Partial<Outcome>) =>
    calls.report([
      stopped(`e-${requestId}-${Object.keys(what)[0]}`, { requestId, customer: 'anna', stop: null, ...what }),
    ]);
  return { folder, gateway, ask, told, ...calls };
}

/** Three times the customer is asked which was meant, and chooses the film. */
async function chooseThrice({ ask, told }: Awaited<ReturnType<typeof askingGateway>>) {
  for (const id of ['r1', 'r2', 'r3']) {
    const { decision, readings, question } = await ask(id);
    expect([decision, question]).toEqual(['DECISION_CLARIFY', null]);
    const reading = readings.findIndex(({ domain }) => domain === 'video');
    expect(reading).toBeGreaterThanOrEqual(0);
    await told(id, { choice: { reading } });
    // Reported again it is no other choice.
    await told(id, { choice: { reading } });
  }
}

/** Asks until the outcomes before have been noticed; nobody waits for that. */
async function question({ ask }: Awaited<ReturnType<typeof askingGateway>>, prefix: string) {
  for (let n = 0; n < 200; n++) {
    const reply = await ask(`${prefix}-${n}`);
    if (reply.question) return reply;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('nothing is asked');
}

describe('a gateway that asks', { timeout: 60_000 }, () => {
  test('asks after three choices of one kind, keeps what is confirmed, and asks no more that week', async () => {
    const asking = await askingGateway({ satisfaction: 1 });
    const { folder, ask, told, preferences } = asking;
    await chooseThrice(asking);
    const reply = await question(asking, 'r4');
    expect(reply.question).toEqual({
      ...{ kind: 'QUESTION_KIND_PREFERENCE', propensity: 1 },
      about: { meaning: { words: 'the tower', domain: 'video', kind: '', entity: '' } },
    });
    expect((await ask('r5')).question).toBeNull();
    expect(bytesIn(folder).includes('the tower')).toBe(false);
    await told(reply.requestId, { answer: { value: 'ANSWER_VALUE_YES', propensity: 1 } });
    await expect.poll(() => preferences('anna')).toMatchObject([{ origin: 'PREFERENCE_ORIGIN_CONFIRMED' }]);
    const after = await ask('r6');
    expect(after.readings[0]).toMatchObject({ domain: 'video', hypothesis: { preferenceShift: 2 } });
    // The event says what was asked, so that its answer is no label.
    const asked = async () =>
      (await eventsIn(folder)).events.flatMap((event) => (event.kind === 'request' && event.question) || []);
    await expect.poll(asked, { timeout: 5_000 }).toEqual([{ kind: 'preference', propensity: 1 }]);
    // Not even a gateway that has just started.
    await asking.gateway.stop();
    const again = await askingGateway({ satisfaction: 1 }, folder);
    expect((await again.ask('r7', { utterance: 'play giant steps' })).question).toBeNull();
  });

  test('keeps nothing of a no, and asks about these words no more', async () => {
    const asking = await askingGateway({ satisfaction: 0 });
    await chooseThrice(asking);
    const { requestId } = await question(asking, 'r4');
    await asking.told(requestId, { answer: { value: 'ANSWER_VALUE_NO', propensity: 1 } });
    expect(await asking.preferences('anna')).toEqual([]);
  });

  test('asks after the same correction twice', async () => {
    const asking = await gatewayAccepting();
    // What was served as it was said is no correction.
    for (const [id, domain] of [
      ['r1', 'video'],
      ['r2', 'books'],
      ['r3', 'books'],
    ] as const) {
      expect(await asking.ask(id)).toMatchObject({ decision: 'DECISION_ACCEPT', question: null });
      await asking.told(id, { served: { domain, intent: 'Play' } });
    }
    for (let n = 0; n < 5; n++) expect((await asking.ask(`still-${n}`)).question).toBeNull();
    await asking.told('still-0', { served: { domain: 'video', intent: 'PlayVideo' } });
    const { question: put } = await question(asking, 'r4');
    expect(put).toMatchObject({ about: { meaning: { words: 'the tower', domain: 'video' } } });
  });

  test('asks nothing of nobody, of pinned versions, without preferences, or where it is off', async () => {
    const { ask } = await askingGateway({ satisfaction: 1 });
    const accepted = await gatewayAccepting({ satisfaction: 1 });
    for (const request of [{ customer: '' }, { versions: { books: 'books-1' } }, { applyPreferences: false }]) {
      expect((await accepted.ask('r', request)).question).toBeNull();
    }
    expect((await accepted.ask('r')).question).toMatchObject({ kind: 'QUESTION_KIND_SATISFACTION', propensity: 1 });
    expect((await accepted.ask('r2')).question).toBeNull();
    expect((await ask('r')).question).toBeNull();
    const off = await gatewayBefore(preferringDomains(), { events: { folder: join(temporaryFolder(), 'events') } });
    expect((await off.interpret({ utterance: 'play it', customer: 'anna' })).question).toBeNull();
  });
});

/** The same before a domain that is sure. */
async function gatewayAccepting(questions: object = { satisfaction: 0 }) {
  const { books } = preferringDomains();
  const folder = join(temporaryFolder(), 'events');
  const gateway = await gatewayBefore(
    { books },
    {
      events: { folder },
      questions: { waitMs: 1_000, ...questions },
      accept: { minProbability: 0.1 },
      rejection: { inDomain: 0.1 },
    },
  );
  const ask = (requestId: string, request: object = {}) =>
    gateway.interpret({ utterance: 'play the tower', customer: 'anna', requestId, ...request });
  const calls = feedbackOf(gateway.address);
  const told = (requestId: string, what: Partial<Outcome>) =>
    calls.report([stopped(`e-${requestId}`, { requestId, customer: 'anna', stop: null, ...what })]);
  return { folder, gateway, ask, told, ...calls };
}
