import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A folder that is gone when the test ends. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'nlu-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/**
 * A file in a folder that is gone when the test ends; objects are written as JSON Lines.
 * @param mode who may read it; absent: everybody, as the system has it
 */
export function temporaryFile(name: string, content: string | readonly object[], mode?: number): string {
  const file = join(temporaryFolder(), name);
  writeFileSync(
    file,
    typeof content === 'string' ? content : content.map((row) => `${JSON.stringify(row)}\n`).join(''),
    { mode },
  );
  return file;
}
