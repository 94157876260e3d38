import { cpSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import dockerignore from '@balena/dockerignore';

/** Copies a project as a builder sees it: the files that an ignore file lets in, and no others. */
export function copyBuildContext(project: string, ignoreFile: string, to: string): void {
  const rules = dockerignore.default().add(readFileSync(ignoreFile, 'utf8').split('\n'));
  const files = readdirSync(project, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(project, join(entry.parentPath, entry.name)));
  for (const file of files) if (!rules.ignores(file)) cpSync(join(project, file), join(to, file));
}
