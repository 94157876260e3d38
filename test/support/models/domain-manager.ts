import { onTestFinished } from 'vitest';
import type { Manifest } from '../../../bundles/format/manifest.js';
import type { Bundle } from '../../../bundles/format/open.js';
import { type Trust, trustOf } from '../../../bundles/format/trust.js';
import { VersionManager } from '../../../bundles/lifecycle/manager.js';
import type { Source } from '../../../bundles/lifecycle/source.js';
import type { VersionReport } from '../../../bundles/lifecycle/version-record.js';
import type { Servable } from '../../../domains/core/interpreter/servable.js';
import { openHere } from '../../../domains/core/loading/domain-bundle.js';
import { domainLoader } from '../../../domains/core/loading/domain-loader.js';
import { loadSmall } from './small-model.js';

export const MUSIC_SCHEMA = {
  domain: 'music',
  description: 'music',
  intents: [
    { name: 'PlayMusic', slots: ['artist', 'track'] },
    { name: 'AddToPlaylist', slots: ['artist', 'playlist'] },
  ],
  media: ['song', 'album'],
  rows: [],
};

/** What a test may replace in the music domain's loader. */
export interface MusicLoaderOptions {
  readonly trust?: Trust;
  readonly load?: (bundle: Bundle) => Promise<Servable>;
  readonly goldenTolerance?: number;
  readonly answerWithinMs?: number;
}

/** A loader of the music domain whose bundles hold small models. */
export function musicLoader({ trust = trustOf([], true), load = loadSmall, ...rest }: MusicLoaderOptions = {}) {
  const open = openHere({ schema: MUSIC_SCHEMA, trust }, load);
  return domainLoader({ open, goldenTolerance: 1e-6, answerWithinMs: 1000, ...rest });
}

/** Starts a manager that records its changes and problems; it is closed when the test ends. */
export async function startManager(source: Source, options: MusicLoaderOptions & { keep?: number } = {}) {
  const events: string[] = [];
  const reports: VersionReport[] = [];
  const problems: string[] = [];
  const waiting = new Set<() => void>();
  const manager = new VersionManager<Servable, Manifest>({
    source,
    loader: musicLoader(options),
    keep: options.keep ?? 2,
    now: Date.now,
    onChange: (report) => {
      reports.push(report);
      events.push(`${report.version} ${report.state.name}`);
      for (const check of waiting) check();
    },
    onProblem: (error) => {
      problems.push(String(error));
      for (const check of waiting) check();
    },
  });
  onTestFinished(() => manager.close());
  await manager.start();
  /**
   * Resolves once `condition` holds, which is checked after every change; only the test's own time limit ends the
   * wait.
   */
  const until = (condition: () => boolean) =>
    new Promise<void>((resolve) => {
      const check = () => {
        if (!condition()) return;
        waiting.delete(check);
        resolve();
      };
      waiting.add(check);
      check();
    });
  const stateOf = (version: string) => manager.reports().find((report) => report.version === version)?.state;
  const reached = (version: string, state: string) => until(() => stateOf(version)?.name === state);
  return { manager, events, reports, problems, until, stateOf, reached };
}
