import { beforeAll, describe, expect, it } from 'vitest';
import { withGateway } from '../../cli/access/gateway-client.js';
import { bundledModels, releaseModels } from '../../cli/release/gates/active-models.js';
import { callerAnswer } from '../../cli/release/gates/caller-answer.js';
import { interpretTexts } from '../../cli/release/gates/interpret-texts.js';
import type { Interpretation } from '../../domains/core/interpreter/hypothesis.js';
import { answerInterpretations, plainQuery } from '../../gateway/answer/answer-interpretations.js';
import { answerRules } from '../../gateway/answer/answer-rules.js';
import { checkContext } from '../../gateway/answer/priors/context.js';
import { loadPriorTable } from '../../gateway/priors/prior-table-file.js';
import type { DeviceContext } from '../../proto/gen/nlu/v1/DeviceContext.js';
import type { Hypothesis__Output } from '../../proto/gen/nlu/v1/Hypothesis.js';
import type { InterpretResponse__Output } from '../../proto/gen/nlu/v1/InterpretResponse.js';
import { sampleCorpora } from '../../training/corpus/default-corpora.js';
import { readCorpus } from '../../training/corpus/read-corpus.js';
import { readingsOf } from '../../training/priors/interpreted-request.js';

const localTime = '2026-01-15T20:30:00+02:00';
const CONTEXTS: readonly (DeviceContext | undefined)[] = [
  undefined,
  { deviceType: 'tv', foregroundDomain: 'video', localTime },
  { deviceType: 'ereader', localTime, recent: [{ domain: 'books', time: '2026-01-15T20:25:00+02:00' }] },
  { deviceType: 'speaker', locale: 'en-GB', recent: [{ domain: 'music', time: localTime }], localTime },
];

interface Case {
  readonly text: string;
  readonly context: DeviceContext | undefined;
  readonly interpretations: ReadonlyMap<string, Interpretation>;
  readonly response: InterpretResponse__Output;
}

const onEreader: DeviceContext = {
  deviceType: 'ereader',
  foregroundDomain: 'books',
  localTime,
  recent: [{ domain: 'books', time: localTime }],
};
const onSpeaker: DeviceContext = {
  deviceType: 'speaker',
  foregroundDomain: 'music',
  localTime,
  recent: [{ domain: 'music', time: localTime }],
};
/** Titles of some domain's catalogue, in a context that speaks for another domain. */
const AGAINST_THE_CONTEXT: readonly (readonly [string, DeviceContext])[] = [
  ['where can i get surrender', onEreader],
  ['where can i get honey', onEreader],
  ['i am looking for coma', onSpeaker],
  ['look for a stranger is watching', onSpeaker],
];

/** Every ninth utterance of the sample, and titles that several catalogues list, alone and asked for. */
function requests(): (readonly [string, DeviceContext | undefined])[] {
  const sample = sampleCorpora()
    .flatMap(readCorpus)
    .filter((_, index) => index % 9 === 0)
    .map(({ text }) => text);
  const titles = ['dune', 'thriller', 'the hobbit', 'purple rain', 'the wall', 'frozen'];
  const texts = [...sample, ...titles.flatMap((title) => [title, `play ${title}`, `find ${title}`])];
  return [...texts.map((text, index) => [text, CONTEXTS[index % CONTEXTS.length]] as const), ...AGAINST_THE_CONTEXT];
}

const rules = answerRules(loadPriorTable());
let cases: Case[];

beforeAll(async () => {
  const asked = requests();
  const models = await bundledModels();
  const interpretations = await interpretTexts(
    models,
    asked.map(([text]) => text),
  );
  await releaseModels(models.values());
  cases = await withGateway({}, async ({ interpretWhole }) => {
    const done: Case[] = [];
    for (const [index, [text, context]] of asked.entries()) {
      const response = await interpretWhole({ utterance: text, maxHypotheses: 100, ...(context && { context }) });
      done.push({ text, context, interpretations: interpretations[index], response });
    }
    return done;
  });
}, 120_000);

/** The fields of a hypothesis that both sides hold, without slot offsets, which the gateway passes on unchanged. */
const valuesOf = (slots: readonly { readonly name: string; readonly value: string }[]) =>
  slots.map(({ name, value }) => [name, value]);
const replied = ({ domain, intent, slots, scores, confidence, posterior, priorShift }: Hypothesis__Output) => ({
  ...{ domain, intent, slots: valuesOf(slots), confidence, posterior, priorShift },
  scores: { domain: scores?.domain, intent: scores?.intent, slot: scores?.slot },
});

describe('the answer to an utterance is one, to the bit', () => {
  it('in decisions of every kind', () => {
    expect(new Set(cases.map(({ response }) => response.decision))).toEqual(
      new Set(['DECISION_ACCEPT', 'DECISION_CLARIFY', 'DECISION_REJECT']),
    );
    expect(cases.some(({ response }) => response.hypotheses.some(({ priorShift }) => priorShift !== 0))).toBe(true);
    // What a domain screened out it offers nowhere.
    const isScreened = ({ interpretations }: Case, domain: string) => interpretations.get(domain)?.screened === true;
    expect(cases.some((one) => [...one.interpretations.keys()].some((domain) => isScreened(one, domain)))).toBe(true);
    const offered = cases.filter((one) => one.response.hypotheses.some(({ domain }) => isScreened(one, domain)));
    expect(offered).toEqual([]);
  });

  it('by the service and by the same function offline', () => {
    for (const { text, context, interpretations, response } of cases) {
      const query = plainQuery(checkContext(context ?? null));
      const { decision, hypotheses, readings, none } = answerInterpretations(query, interpretations, rules);
      const offline = ({ domain, hypothesis, posterior, priorShift }: (typeof hypotheses)[number]) => {
        const { intent, slots, scores, confidence } = hypothesis;
        return { domain, intent, slots: valuesOf(slots), scores, confidence, posterior, priorShift };
      };
      expect(`DECISION_${decision}`, text).toBe(response.decision);
      expect(hypotheses.map(offline), text).toEqual(response.hypotheses.map(replied));
      expect(none, text).toBe(response.noneProbability);
      // Titles are the domain service's, and nobody asked for entities.
      expect(
        readings.map((reading) => ({ ...reading, title: '', entity: null, hypothesis: offline(reading.hypothesis) })),
        text,
      ).toEqual(
        response.readings.map((reading) => ({ ...reading, title: '', hypothesis: replied(reading.hypothesis!) })),
      );
    }
  });

  it('by gates and replay', () => {
    for (const { text, context, interpretations, response } of cases) {
      const { decision, first } = callerAnswer({ text, context }, [interpretations], rules);
      expect(`DECISION_${decision}`, text).toBe(response.decision);
      const [reading] = response.readings;
      if (!reading) continue;
      const { domain, intent, confidence, posterior } = reading.hypothesis!;
      expect(first, text).toMatchObject({ domain, intent, confidence, posterior });
    }
  });

  it('by the fit of priors, on requests that are not rejected', () => {
    for (const { text, context, interpretations, response } of cases) {
      if (response.decision === 'DECISION_REJECT') continue;
      const request = { context: checkContext(context ?? null), domain: 'music', interpretations };
      const found = readingsOf(request, loadPriorTable()).slice(0, response.readings.length);
      const shares = found.map(({ domain, probability }) => ({ domain, probability }));
      expect(shares, text).toEqual(response.readings.map(({ domain, probability }) => ({ domain, probability })));
    }
  });
});
