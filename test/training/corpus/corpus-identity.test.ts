import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { identifyCorpus } from '../../../training/corpus/corpus-identity.js';
import { temporaryFolder } from '../../support/files.js';

/** SHA-256 of "abc", the example of FIPS 180-2. */
const ABC = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';

it('names a file by its folder and its name, and digests its bytes', () => {
  const folder = join(temporaryFolder(), 'snips');
  mkdirSync(folder);
  writeFileSync(join(folder, 'valid.jsonl'), 'abc');
  expect(identifyCorpus(join(folder, 'valid.jsonl'), 700)).toEqual({
    name: 'snips/valid.jsonl',
    rows: 700,
    sha256: ABC,
  });
});

it('digests the files of a folder one after another, in the order of their paths', () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'seq.out'), 'c');
  writeFileSync(join(folder, 'label'), 'a');
  writeFileSync(join(folder, 'seq.in'), 'b');
  expect(identifyCorpus(folder, 1).sha256).toBe(ABC);
});
