import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { NluError } from '../../../serving/errors.js';
import { temporaryFile, temporaryFolder } from '../../support/files.js';
import { replyOf } from '../../support/servers/domain-reply.js';
import { gatewayBefore } from '../../support/servers/gateway.js';
import { startProgram } from '../../support/servers/program.js';

const cli = 'cli/main.js';

function runPredict(gateway: string, rows: string | readonly object[], ...more: string[]) {
  const input = temporaryFile('rows.jsonl', rows);
  const output = join(temporaryFolder(), 'out.jsonl');
  const { ended } = startProgram(cli, ['predict', '--input', input, '--output', output, '--gateway', gateway, ...more]);
  const predictions = () =>
    readFileSync(output, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
  return { ended, output, predictions };
}

describe('predict', () => {
  it('writes every hypothesis of every row, best first, in input order, and nothing else anywhere', async () => {
    const delays = [30, 0, 10, 0, 20];
    const gateway = await gatewayBefore({
      music: {
        interpret: async ({ utterance }) => {
          await new Promise((resolve) => setTimeout(resolve, delays[Number(utterance.at(-1))]));
          return replyOf('music', [0.6, 0.1]);
        },
      },
      books: { interpret: async ({ utterance }) => replyOf('books', [utterance.endsWith('3') ? 0.9 : 0.3]) },
    });
    const rows = delays.map((_, index) => ({ id: `row-${index}`, text: `play ${index}` }));
    const { ended, predictions } = runPredict(gateway.address, rows, '--concurrency', '3');
    expect(await ended).toMatchObject({ code: 0, stdout: '', stderr: '' });
    expect(predictions().map(({ id }) => id)).toEqual(rows.map(({ id }) => id));
    const named = (domain: string, confidence: number) => ({
      domain,
      intent: `${domain}.play`,
      slots: [{ name: 'title', value: 'play' }],
      confidence,
      posterior: confidence,
    });
    expect(predictions()[0].hypotheses).toEqual([named('music', 0.6), named('books', 0.3), named('music', 0.1)]);
    expect(predictions()[3].hypotheses[0]).toEqual(named('books', 0.9));
  });

  it('applies priors to rows with a context only', async () => {
    const interpret = (domain: string) => async () => replyOf(domain, [0.5]);
    const gateway = await gatewayBefore({
      music: { interpret: interpret('music') },
      books: { interpret: interpret('books') },
      video: { interpret: interpret('video') },
    });
    const { ended, predictions } = runPredict(gateway.address, [
      { id: 1, text: 'play mary poppins', context: { device_type: 'tv' } },
      { id: 2, text: 'play mary poppins' },
    ]);
    await ended;
    const [withPrior, without] = predictions();
    expect(withPrior.hypotheses[0].domain).toBe('video');
    expect(withPrior.hypotheses[0].confidence).toBeGreaterThan(0.5);
    expect(without.hypotheses.map(({ confidence }: { confidence: number }) => confidence)).toEqual([0.5, 0.5, 0.5]);
  });

  it('leaves priors out altogether with --no-priors', async () => {
    const interpret = (domain: string, confidence: number) => async () => replyOf(domain, [confidence]);
    const gateway = await gatewayBefore({
      music: { interpret: interpret('music', 0.51) },
      video: { interpret: interpret('video', 0.5) },
    });
    const row = { id: 1, text: 'play mary poppins', context: { device_type: 'tv' } };
    const { ended, predictions } = runPredict(gateway.address, [row], '--no-priors');
    await ended;
    const [{ hypotheses, readings }] = predictions();
    expect(hypotheses).toMatchObject([
      { domain: 'music', confidence: 0.51, posterior: 0.51 },
      { domain: 'video', confidence: 0.5, posterior: 0.5 },
    ]);
    expect(readings[0].domain).toBe('music');
  });

  it('writes decision, readings and in-domain probabilities, and raw scores only where they are asked for', async () => {
    const gateway = await gatewayBefore({
      music: { interpret: async () => replyOf('music', [0.9, 0.05], { inDomain: 0.95 }) },
      books: { interpret: async () => replyOf('books', [0.001], { inDomain: 0.002 }) },
    });
    const rows = [{ id: 1, text: 'play' }];
    const plain = runPredict(gateway.address, rows);
    const scored = runPredict(gateway.address, rows, '--scores');
    await plain.ended;
    await scored.ended;
    const slots = [{ name: 'title', value: 'play' }];
    const [{ hypotheses, ...rest }] = plain.predictions();
    expect(rest).toEqual({
      id: 1,
      decision: 'ACCEPT',
      // Both of music's hypotheses are this one reading; the words rule books out.
      readings: [{ domain: 'music', title: 'play', probability: expect.closeTo(0.95, 9), intent: 'music.play', slots }],
      in_domain: { music: 0.95, books: 0.002 },
    });
    const scores = { domain: 0.9, intent: 0.8, slot: 0.7 };
    expect(scored.predictions()[0].hypotheses).toEqual(hypotheses.map((one: object) => ({ ...one, scores })));
  });

  it('decides by priors without a context too, as the gateway does, and leaves confidences and their order alone', async () => {
    const listed = { inDomain: 0.5, listedPopularity: 0.99 };
    const gateway = await gatewayBefore({
      books: { interpret: async () => replyOf('books', [0.4], { inDomain: 0.45 }) },
      music: { interpret: async () => replyOf('music', [0.41], { inDomain: 0.45 }) },
      video: { interpret: async () => replyOf('video', [0.39], listed) },
    });
    const text = 'play dune';
    const { ended, predictions } = runPredict(gateway.address, [{ id: 1, text }]);
    await ended;
    const [{ hypotheses, readings, decision }] = predictions();
    expect(hypotheses.map(({ domain, confidence }: Record<string, unknown>) => [domain, confidence])).toEqual([
      ['music', 0.41],
      ['books', 0.4],
      ['video', 0.39],
    ]);
    const reply = await gateway.interpret({ utterance: text });
    expect(readings[0].domain).toBe('video');
    expect(readings.map(({ probability }: { probability: number }) => probability)).toEqual(
      reply.readings.map(({ probability }) => probability),
    );
    expect(`DECISION_${decision}`).toBe(reply.decision);
    expect(hypotheses[2].posterior).toBe(reply.hypotheses.find(({ domain }) => domain === 'video')?.posterior);
  });

  it('keeps rows whose text the gateway refuses, with a warning', async () => {
    const gateway = await gatewayBefore({ music: { interpret: async () => replyOf('music', [0.5]) } });
    const texts = ['play', '', ' \t', 'x'.repeat(100_000), 'y'.repeat(3_000_000), 'play 🎵 עברית'];
    const { ended, predictions } = runPredict(
      gateway.address,
      texts.map((text, id) => ({ id, text })),
    );
    const { code, stderr } = await ended;
    expect(code).toBe(0);
    expect(predictions().map(({ hypotheses }) => hypotheses.length)).toEqual([1, 0, 0, 0, 0, 1]);
    expect(predictions()[1]).toEqual({ id: 1, hypotheses: [], decision: null, readings: [], in_domain: {} });
    expect(stderr.trimEnd().split('\n')).toEqual(
      [2, 3, 4, 5].map((line) => expect.stringContaining(`rows.jsonl:${line}: no hypotheses`)),
    );
  });

  it('waits for a domain that comes back instead of writing a part of the answer', async () => {
    let calls = 0;
    const flaky = async () => {
      if (calls++ % 2 === 0) throw new NluError('UNAVAILABLE', 'on its way');
      return replyOf('books', [0.3]);
    };
    const gateway = await gatewayBefore({
      music: { interpret: async () => replyOf('music', [0.6]) },
      books: { interpret: flaky },
    });
    const { ended, predictions } = runPredict(gateway.address, [{ id: 1, text: 'play' }], '--concurrency', '1');
    expect((await ended).code).toBe(0);
    expect(predictions()[0].hypotheses).toHaveLength(2);
  });

  it.each([
    ['a bad row', '{"id": 1, "text": "play"}\n{"id": 2}\n', /rows\.jsonl:2: field "text" is missing/],
    [
      'a bad context',
      '{"id": 1, "text": "play", "context": {"device_type": "toaster"}}',
      /rows\.jsonl:1: context\.device_type/,
    ],
  ])('ends with the line of %s, exit 1 and no output file', async (_, rows, message) => {
    const gateway = await gatewayBefore({ music: { interpret: async () => replyOf('music', [0.5]) } });
    const { ended, output } = runPredict(gateway.address, rows);
    const { code, stdout, stderr } = await ended;
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(message);
    expect(existsSync(output) || existsSync(`${output}.partial`)).toBe(false);
  });

  it('prints to standard output when no file is named', async () => {
    const gateway = await gatewayBefore({ music: { interpret: async () => replyOf('music', [0.5]) } });
    const input = temporaryFile('rows.jsonl', [{ id: 'a', text: 'play' }]);
    const { ended } = startProgram(cli, ['predict', '--input', input, '--gateway', gateway.address]);
    const { stdout, stderr } = await ended;
    expect(JSON.parse(stdout)).toMatchObject({ id: 'a', hypotheses: [{ domain: 'music' }] });
    expect(stderr).toBe('');
  });
});
