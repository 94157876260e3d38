import { describe, expect, it } from 'vitest';
import type { DomainInterpretRequest__Output } from '../../../proto/gen/nlu/v1/DomainInterpretRequest.js';
import type { InterpretResponse__Output } from '../../../proto/gen/nlu/v1/InterpretResponse.js';
import { temporaryFile } from '../../support/files.js';
import { serverlessAddress } from '../../support/servers/addresses.js';
import { replyOf } from '../../support/servers/domain-reply.js';
import { gatewayBefore } from '../../support/servers/gateway.js';
import { startProgram } from '../../support/servers/program.js';

const cli = 'cli/main.js';

async function twoDomains(requests: DomainInterpretRequest__Output[] = []) {
  const interpret = (domain: string, confidence: number) => async (request: DomainInterpretRequest__Output) => {
    requests.push(request);
    return replyOf(domain, [confidence]);
  };
  return gatewayBefore({
    books: { interpret: interpret('books', 0.4) },
    video: { interpret: interpret('video', 0.5) },
  });
}

describe('interpret', () => {
  it('prints hypotheses, decision and in-domain probabilities, under the device that is named', async () => {
    const requests: DomainInterpretRequest__Output[] = [];
    const { address } = await twoDomains(requests);
    const args = ['interpret', 'find', 'the novel dune', '--device', 'ereader', '--explain', '--gateway', address];
    const { code, stdout, stderr } = await startProgram(cli, args).ended;
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(requests[0]).toMatchObject({ utterance: 'find the novel dune', explain: true });
    const lines = stdout.split('\n');
    const rowOf = (text: string) => lines.findIndex((line) => line.includes(text));
    expect(rowOf('books.play')).toBeGreaterThan(0);
    expect(rowOf('books.play')).toBeLessThan(rowOf('video.play'));
    const unwrapped = stdout.replaceAll(/ *│\n│ */g, ' ');
    expect(unwrapped).toContain('books: it is likelier on an e-reader (+');
    expect(unwrapped).toContain('it starts from good odds (+0.3)');
    expect(stdout).toContain('books books-1: in-domain 40.0%');
    expect(stdout.replaceAll('\n', ' ')).toMatch(
      /(ACCEPT books .*|CLARIFY between books .*, video .*); video would win with a prior \d\.\d\d higher/,
    );
  });

  it('takes what is said next for the answer where the gateway asked, else for a request', async () => {
    const near =
      (domain: string) =>
      async ({ utterance }: DomainInterpretRequest__Output) =>
        replyOf(domain, [utterance === 'play it' ? 0.6 : 0.1]);
    const { address } = await gatewayBefore({
      books: { interpret: near('books') },
      video: { interpret: near('video') },
    });
    const args = ['interpret', 'play it', '--then', 'the video please', '--then', 'the video please'];
    const { code, stdout, stderr } = await startProgram(cli, [...args, '--json', '--gateway', address]).ended;
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const turns: InterpretResponse__Output[] = JSON.parse(stdout);
    expect(turns.map(({ decision, readings }) => [decision, ...readings.map(({ domain }) => domain)])).toEqual([
      ['DECISION_CLARIFY', 'books', 'video'],
      ['DECISION_ACCEPT', 'video'],
      ['DECISION_REJECT'],
    ]);
    const table = await startProgram(cli, ['interpret', 'play it', '--then', 'neither one', '--gateway', address])
      .ended;
    expect(table.stdout).toMatch(/"neither one"\nREJECT; answers the question: \d+\.\d%/);
  });

  it("prints the gateway's reply with --json, of the domains that are named", async () => {
    const { address } = await twoDomains();
    const args = [
      'interpret',
      'play',
      '--json',
      '--no-priors',
      '--device',
      'ereader',
      '--domains',
      'video',
      '--gateway',
      address,
    ];
    const { hypotheses, domains } = JSON.parse((await startProgram(cli, args).ended).stdout);
    expect(hypotheses).toMatchObject([{ domain: 'video', confidence: 0.5, posterior: 0.5 }]);
    expect(domains).toHaveLength(1);
  });

  it('sends locale, clock and what the user did before', async () => {
    const { address } = await twoDomains();
    const time = '2026-01-15T20:30:00+01:00';
    const context = ['--locale', 'en-gb', '--time', time, '--recent', `video@${time}`, '--recent', `books@${time}`];
    const args = ['interpret', 'play', '--explain', '--json', ...context, '--gateway', address];
    const { hypotheses } = JSON.parse((await startProgram(cli, args).ended).stdout);
    const names = hypotheses[0].priorContributions.map(({ name }: { name: string }) => name);
    expect(names).toEqual(expect.arrayContaining(['locale=en-GB', 'hour=18-20', 'recent=video', 'recent=books']));
  });

  it("takes a recogniser's n-best list, by options or from a file, and says what each row was heard as", async () => {
    const requests: DomainInterpretRequest__Output[] = [];
    const { address } = await twoDomains(requests);
    const options = ['--hearing', 'play the fill jaws=30', '--hearing', 'play the film jaws=60'];
    const { code, stdout } = await startProgram(cli, ['interpret', ...options, '--gateway', address]).ended;
    expect(code).toBe(0);
    expect(stdout.replaceAll('\n', ' ')).toContain('heard 1 "play the film jaws" 66.7%, 2 "play the fill jaws" 33.3%');
    expect(new Set(requests.map(({ utterance }) => utterance))).toEqual(
      new Set(['play the film jaws', 'play the fill jaws']),
    );
    const file = temporaryFile('n-best.json', [[{ text: 'play jaws' }, { text: 'pay jaws' }]]);
    const args = ['interpret', '--recognised', file, '--explain', '--json', '--gateway', address];
    const reply: InterpretResponse__Output = JSON.parse((await startProgram(cli, args).ended).stdout);
    expect(reply.hearings).toEqual([
      { text: 'play jaws', weight: 0.75 },
      { text: 'pay jaws', weight: 0.25 },
    ]);
    expect(reply.hypotheses[0]?.hearing).toBe('play jaws');
    const refused = await startProgram(cli, ['interpret', 'play jazz', ...options, '--gateway', address]).ended;
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringMatching(/^utterance: is none of the texts/) });
    const nothing = await startProgram(cli, ['interpret', '--gateway', address]).ended;
    expect(nothing).toMatchObject({ code: 1, stderr: expect.stringMatching(/^say what the user said: an utterance/) });
  });

  it.each([
    [['--recent', '2026-01-15T20:30:00Z'], /It must be <domain>@<time>/],
    [['--device', 'toaster'], /Allowed choices are speaker, tv/],
    [['--gateway', 'somewhere'], /Give it as host:port/],
    [['--max', '0'], /whole number from 1/],
  ])('refuses %j and points to --help', async (args, message) => {
    const { code, stderr } = await startProgram(cli, ['interpret', 'play', ...args]).ended;
    expect(code).toBe(1);
    expect(stderr).toMatch(message);
    expect(stderr).toContain('--help');
  });

  it('says in one line what the gateway refuses, and when there is none', async () => {
    const { address } = await twoDomains();
    const refused = await startProgram(cli, ['interpret', ' ', '--gateway', address]).ended;
    expect(refused).toMatchObject({ code: 1, stdout: '', stderr: expect.stringMatching(/^utterance: .*\n$/) });
    const absent = await startProgram(cli, ['interpret', 'play', '--gateway', await serverlessAddress()]).ended;
    expect(absent).toMatchObject({ code: 1, stderr: expect.stringMatching(/^.*ECONNREFUSED.*\n$/) });
  });
});

it.each(['demo', 'start', 'interpret', 'predict', 'evaluate'])('%s --help tells what it does', async (command) => {
  const { code, stdout } = await startProgram(cli, [command, '--help']).ended;
  expect(code).toBe(0);
  expect(stdout).toContain(`nlu-reranker ${command}`);
  expect(stdout).toContain('Example');
});
