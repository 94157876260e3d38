import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { projectRoot } from '../../serving/project.js';
import { type Advisories, advisories } from './advisories.js';
import { auditLock } from './lock-audit.js';
import { LOCK_RULES } from './rules.js';

const USAGE = `npm run audit [-- --list --offline]
Looks over the packages that are installed in production: licences, checksums, install scripts and deprecations from the
lock file, and known holes by npm audit, where the registry answers it. --list prints every package by licence; --offline
asks no registry. Exit code 0: nothing found; 1: something was; 2: nothing was found, but the registry did not say
whether there are known holes, so that this is no audit yet.
`;

const { values } = parseArgs({
  options: { list: { type: 'boolean' }, offline: { type: 'boolean' }, help: { type: 'boolean' } },
});
if (values.help) process.stdout.write(USAGE);
else await audit(values.list ?? false, values.offline ?? false);

async function audit(list: boolean, offline: boolean): Promise<void> {
  const lock = JSON.parse(readFileSync(join(projectRoot(), 'package-lock.json'), 'utf8'));
  const { licences, problems } = auditLock(lock, LOCK_RULES);
  const total = [...licences.values()].reduce((sum, packages) => sum + packages.length, 0);
  const byNumber = [...licences].sort(([, a], [, b]) => b.length - a.length);
  const known = offline ? { asked: false as const, why: '--offline' } : await advisories();
  const lines = [
    `${total} packages in production`,
    ...byNumber.flatMap(([licence, packages]) => [
      `  ${licence}: ${packages.length}`,
      ...(list ? packages.map((one) => `    ${one}`) : []),
    ]),
    ...problems,
    ...(problems.length > 0 ? [] : ['licences, checksums, install scripts, deprecations: nothing found']),
    knownHoles(known),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
  const found = problems.length + (known.asked ? known.found : 0);
  process.exitCode = found > 0 ? 1 : known.asked ? 0 : 2;
}

function knownHoles(known: Advisories): string {
  if (!known.asked) return `known holes: NOT AUDITED: ${known.why}; run it where the registry answers`;
  return known.found === 0 ? 'known holes: none' : `known holes: ${known.found}\n${known.report}`;
}
