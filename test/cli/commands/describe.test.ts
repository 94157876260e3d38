import { expect, it } from 'vitest';
import { serverlessAddress } from '../../support/servers/addresses.js';
import { gatewayBefore } from '../../support/servers/gateway.js';
import { startProgram } from '../../support/servers/program.js';

const describeCommand = (...args: string[]) => startProgram('cli/main.js', ['describe', ...args]).ended;

async function gateway() {
  const books = {
    describe: async () => ({
      domain: 'books',
      bundleVersion: 'b2',
      intents: [
        { name: 'RateBook', slots: ['object_name', 'rating_value'] },
        { name: 'SearchCreativeWork', slots: [] },
      ],
      versions: [
        { version: 'b1', state: 'retiring' },
        { version: 'b2', state: 'active' },
      ],
    }),
  };
  const music = {
    describe: async () => ({
      domain: 'music',
      bundleVersion: 'm1',
      intents: [{ name: 'PlayMusic', slots: ['genre'] }],
      rerankerForm: 'list-wise',
      ownScores: [
        { name: 'p', kind: 'probability' },
        { name: 'nll', kind: 'cost' },
      ],
    }),
  };
  return gatewayBefore({ books, music, video: await serverlessAddress() });
}

it('prints every domain with versions, intents and slots, and what is wrong with one that does not answer', async () => {
  const { address } = await gateway();
  const { code, stdout, stderr } = await describeCommand('--gateway', address);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const rows = stdout.split('\n').map((line) => line.split('│').map((cell) => cell.trim()));
  expect(rows).toContainEqual(['', 'books', 'b2 active', 'RateBook', 'object_name, rating_value', '']);
  expect(stdout).toContain('b1 retiring');
  for (const line of ['no recognizer; list-wise on', 'p (probability)', 'nll (cost)']) expect(stdout).toContain(line);
  expect(stdout).toContain('SearchCreativeWork');
  expect(stdout).toMatch(/video\s+│ UNAVAILABLE: /u);
  expect(stdout).toContain('ECONNREFUSED');
  expect(stdout).toContain('priors: the table of a file');
});

it("prints the gateway's reply with --json, of the domains that are named", async () => {
  const { address } = await gateway();
  const { domains, priorsVersion } = JSON.parse(
    (await describeCommand('books', '--json', '--gateway', address)).stdout,
  );
  expect(priorsVersion).toBe('');
  expect(domains).toMatchObject([{ domain: 'books', status: 'DOMAIN_STATUS_CODE_OK', bundleVersion: 'b2' }]);
});

it('says in one line that there is no such domain', async () => {
  const { address } = await gateway();
  expect(await describeCommand('cars', '--gateway', address)).toMatchObject({
    code: 1,
    stdout: '',
    stderr: 'domains[0]: "cars" is unknown; one of books, music, video\n',
  });
});
