import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  allDomains,
  bundlesAmong,
  checkHasBundle,
  domainFolder,
  domainNameOf,
  findDomain,
  ships,
} from '../../../../domains/core/schema/domain-folders.js';
import { temporaryFolder } from '../../../support/files.js';

/** A folder of a domain, named otherwise than the domain. */
function folderOf(domain: string): string {
  const folder = join(temporaryFolder(), 'our-nlu');
  mkdirSync(folder);
  const schema = { domain, description: 'Ours', intents: [{ name: 'Open', slots: [] }], rows: [] };
  writeFileSync(join(folder, 'schema.json'), JSON.stringify(schema));
  return folder;
}

describe('a domain elsewhere', () => {
  it('is any folder with a schema.json, by whatever name', () => {
    const folder = folderOf('podcasts');
    expect(domainFolder(folder)).toMatchObject({ name: 'podcasts', path: folder });
    expect(findDomain(folder).name).toBe('podcasts');
    expect(domainNameOf(folder)).toBe('podcasts');
    expect(ships(findDomain(folder))).toBe(false);
  });

  it('comes after those that ship, once however often it is named', () => {
    const folder = folderOf('audio-books');
    const names = allDomains([folder, `${folder}/`]).map(({ name }) => name);
    expect(names).toEqual(['books', 'music', 'video', 'audio-books']);
  });

  it('may not have the name of another', () => {
    expect(() => allDomains([folderOf('music')])).toThrow(
      /schema\.json, domain: music is the domain of .*music already/,
    );
    expect(() => allDomains([folderOf('podcasts'), folderOf('podcasts')])).toThrow('podcasts is the domain of');
  });

  it('may begin with a byte order mark, and must be JSON', () => {
    const folder = folderOf('podcasts');
    const file = join(folder, 'schema.json');
    writeFileSync(file, `\uFEFF${readFileSync(file, 'utf8')}`);
    expect(domainFolder(folder).name).toBe('podcasts');
    writeFileSync(file, '{"domain": ');
    expect(() => domainFolder(folder)).toThrow(/schema\.json: not valid JSON \(Unexpected end of JSON input\)$/);
  });

  it('must be there', () => {
    expect(() => allDomains(['nowhere'])).toThrow('nowhere: no domain; a domain is a folder with a schema.json');
    expect(() => findDomain('podcats')).toThrow(
      'domain podcats: neither one that ships (books, music, video) nor a folder with a schema.json',
    );
    expect(domainNameOf('priors')).toBe('priors');
  });

  it('has its bundles in its own folder, unless the folder of all bundles has some of it', () => {
    const domain = domainFolder(folderOf('podcasts'));
    const bundles = temporaryFolder();
    expect(bundlesAmong(undefined, domain)).toBe(join(domain.path, 'bundle'));
    expect(bundlesAmong(bundles, domain)).toBe(join(domain.path, 'bundle'));
    expect(bundlesAmong(bundles, findDomain('music'))).toBe(join(bundles, 'music'));
    mkdirSync(join(bundles, 'podcasts'));
    expect(bundlesAmong(bundles, domain)).toBe(join(bundles, 'podcasts'));
  });

  it('without a bundle is told of with the command that makes one', () => {
    const domain = domainFolder(folderOf('podcasts'));
    expect(() => checkHasBundle(domain)).toThrow(
      `podcasts has no bundle in ${domain.path}/bundle yet; \`nlu-reranker train ${domain.path}\` makes one`,
    );
    expect(() => checkHasBundle(findDomain('music'))).not.toThrow();
  });
});

it('a name that ships is that domain, and no folder', () => {
  expect(findDomain('music').schema.domain).toBe('music');
  expect(ships(findDomain('music'))).toBe(true);
});
