import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { projectRoot } from '../../serving/project.js';
import { readAdvisories } from './advisories.js';
import { auditLock } from './lock-audit.js';
import { LOCK_RULES } from './rules.js';

test('our own lock file: every package in production has a checksum, a licence that is taken and no script unread', () => {
  const lock = JSON.parse(readFileSync(join(projectRoot(), 'package-lock.json'), 'utf8'));
  const { licences, problems } = auditLock(lock, LOCK_RULES);
  expect(problems).toEqual([]);
  expect(licences.get('MIT')?.length).toBeGreaterThan(10);
});

test('no plotting library is installed in production', () => {
  const lock = JSON.parse(readFileSync(join(projectRoot(), 'package-lock.json'), 'utf8'));
  const packages = Object.entries(lock.packages as Record<string, { dev?: boolean }>);
  const plotting = packages.filter(([path]) => /node_modules\/(?:vega|d3|topojson)[\w-]*$/u.test(path));
  expect(plotting.length).toBeGreaterThan(20);
  expect(plotting.filter(([, { dev }]) => dev !== true).map(([path]) => path)).toEqual([]);
});

const rules = { licences: ['MIT'], installScripts: ['known'], registry: 'https://registry.test/' };
const fine = { version: '1.0.0', license: 'MIT', integrity: 'sha512-AA==' };
const problemsOf = (path: string, locked: object) =>
  auditLock({ packages: { '': {}, [path]: { ...fine, ...locked } } }, rules).problems;

test.each([
  ['another licence', { license: 'AGPL-3.0' }, ['one 1.0.0: licence AGPL-3.0']],
  ['no licence', { license: undefined }, ['one 1.0.0: licence none']],
  ['no checksum', { integrity: undefined }, ['one 1.0.0: no SHA-512 of its archive']],
  ['a weak checksum', { integrity: 'sha1-AA==' }, ['one 1.0.0: no SHA-512 of its archive']],
  ['another source', { resolved: 'git+ssh://else.test/a' }, ['one 1.0.0: comes from git+ssh://else.test/a']],
  ['the registry', { resolved: 'https://registry.test/one.tgz' }, []],
  ['a deprecation', { deprecated: 'use two' }, ['one 1.0.0: deprecated: use two']],
  ['an install script', { hasInstallScript: true }, ['one 1.0.0: brings an install script that nobody has read']],
  ['anything, but for development', { dev: true, license: 'AGPL-3.0' }, []],
])('a package with %s', (_, locked, problems) => {
  expect(problemsOf('node_modules/one', locked)).toEqual(problems);
});

test('a nested package goes by its own name', () => {
  expect(problemsOf('node_modules/one/node_modules/known', { hasInstallScript: true })).toEqual([]);
});

test.each([
  ['{"metadata": {"vulnerabilities": {"total": 0}}}', { asked: true, found: 0 }],
  ['{"metadata": {"vulnerabilities": {"total": 3}}}', { asked: true, found: 3 }],
  ['{"message": "405 Method Not Allowed", "statusCode": 405}', { asked: false, why: '405 Method Not Allowed' }],
  ['', { asked: false, why: 'npm audit printed no JSON' }],
])('npm audit that prints %j', (output, advisories) => {
  expect(readAdvisories(output)).toMatchObject(advisories);
});
