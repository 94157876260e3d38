import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '../../serving/project.js';

/** A project that has nlu-reranker installed as a package. */
export interface Consumer {
  readonly folder: string;
  /** The package's folder in it. */
  readonly installed: string;
  /** Removes the project. */
  remove(): void;
}

/**
 * Packs dist/ and the rest as `npm pack` does, and puts it beside links to the packages that are installed here: what
 * `npm install` of the tarball makes, without a registry.
 */
export function installPackage(): Consumer {
  const root = projectRoot();
  const folder = mkdtempSync(join(tmpdir(), 'nlu-consumer-'));
  const modules = join(folder, 'node_modules');
  const installed = join(modules, 'nlu-reranker');
  mkdirSync(installed, { recursive: true });
  execFileSync(join(root, 'node_modules', '.bin', 'tsc'), ['-p', 'tsconfig.client.json'], { cwd: root });
  // The global setup has built dist/; scripts would build it again.
  const pack = ['pack', '--ignore-scripts', '--silent', '--pack-destination', folder];
  const tarball = execFileSync('npm', pack, { cwd: root, encoding: 'utf8' }).trim();
  execFileSync('tar', ['xzf', join(folder, tarball), '-C', installed, '--strip-components=1']);
  // Plotting is for who asks for it: npm installs no optional peer.
  for (const name of readdirSync(join(root, 'node_modules')).filter((each) => !/^\.|^vega/u.test(each))) {
    symlinkSync(join(root, 'node_modules', name), join(modules, name));
  }
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'consumer', type: 'module', private: true }));
  return { folder, installed, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
