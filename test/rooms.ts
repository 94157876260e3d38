/**
 * The rooms of the project and which of them a file may import. Arrows point down: a room imports rooms that stand below
 * it, never one above or beside it (docs/architecture.md).
 */

/** What each top room may import besides itself. `domains/*` is any domain's folder of data. */
const TOP: Readonly<Record<string, readonly string[]>> = {
  proto: [],
  serving: ['proto'],
  bundles: ['proto', 'serving'],
  'domains/core': ['proto', 'serving', 'bundles'],
  'domains/*': ['domains/core'],
  gateway: ['proto', 'serving', 'bundles'],
  capacity: ['proto', 'serving', 'bundles', 'domains/core'],
  'one-process': ['proto', 'serving', 'bundles', 'domains/core', 'gateway'],
  training: [
    'proto',
    'serving',
    'bundles',
    'domains/core',
    'gateway/answer',
    'gateway/rewriting/near',
    'gateway/rewriting/table',
    'gateway/feedback/events',
    'capacity/forecast',
  ],
  console: ['proto', 'serving', 'bundles', 'domains/core', 'gateway'],
  cli: ['proto', 'serving', 'bundles', 'domains/core', 'gateway', 'capacity', 'console', 'one-process', 'training'],
};

/** The folders that rooms stand in, such as `domains`. */
export const TOP_FOLDERS: readonly string[] = [...new Set(Object.keys(TOP).map((room) => room.split('/')[0]))];

/** The rooms inside a room, from the bottom up: each may import those before it. Rooms not named may be imported by none. */
const FLOORS: Readonly<Record<string, readonly string[]>> = {
  proto: ['gen', 'device-types.ts', 'plain-names.ts', 'codec', 'definitions.ts', 'client'],
  serving: [
    'errors.ts',
    'hypothesis.ts',
    'project.ts',
    'numeric',
    'checks',
    'rpc',
    'security',
    'config',
    'admission',
    'stream',
    'in-process',
    'observability',
    'process',
  ],
  bundles: ['format', 'lifecycle', 'sources'],
  'domains/core': [
    'schema',
    'numeric',
    'text',
    'trees',
    'onnx',
    'recognizer',
    'catalogue',
    'language-models',
    'reranker',
    'own-scores',
    'interpreter',
    'resolution',
    'loading',
    'service',
  ],
  'domains/core/resolution': [
    'entities',
    'entity-query.ts',
    'strategies',
    'candidate-union.ts',
    'resolution.ts',
    'ranking',
    'policy',
    'title-first.ts',
    'entity-resolver.ts',
    'slot-query.ts',
    'catalogue-resolver.ts',
    'bundle',
  ],
  training: [
    'numeric',
    'optimiser',
    'trees',
    'corpus',
    'overlap',
    'examples',
    'recognition-noise',
    'metrics',
    'sequential',
    'recognizer',
    'catalogue',
    'entities',
    'recipes',
    'opposites',
    'reranker',
    'export',
    'evaluation',
    'report',
    'simulation',
    'own-scores',
    'learning',
    'rewriting',
    'run',
    'priors',
    'claims',
    'studies',
    'forecast',
  ],
  capacity: ['forecast', 'bundle', 'service', 'main.ts'],
  console: ['model', 'explanation', 'deployments', 'live', 'reports', 'service', 'web'],
  'console/web': ['parts', 'try', 'domains', 'live', 'learning', 'main.tsx'],
  gateway: [
    'answer',
    'tables',
    'priors',
    'rewriting',
    'claims',
    'domains',
    'feedback',
    'preferences',
    'load',
    'service',
    'main.ts',
  ],
  'gateway/preferences': [
    'preferences-config.ts',
    'document',
    'store',
    'effect',
    'teaching',
    'recent-answers.ts',
    'questions',
    'own-texts',
    'inference',
    'customer-memory.ts',
    'answering',
    'service',
    'open-preferences.ts',
  ],
  'gateway/feedback': [
    'events',
    'folder-sync.ts',
    'folder-lock.ts',
    'privacy',
    'records',
    'segments',
    'nats',
    'reading',
    'recording',
    'versions',
    'feedback-config.ts',
    'event-folder.ts',
    'folder-remains.ts',
    'open-feedback.ts',
    'open-reader.ts',
    'service',
  ],
  'one-process': ['config.ts', 'command-line.ts', 'start.ts', 'serve-all.ts', 'main.ts'],
  'gateway/answer': [
    'any-domain.ts',
    'exclusive.ts',
    'priors',
    'hypothesis.ts',
    'apply-priors.ts',
    'preferences',
    'domain-reply.ts',
    'claims',
    'missing-risk.ts',
    'beliefs.ts',
    'merge.ts',
    'readings.ts',
    'hearings',
    'prior-flip.ts',
    'decision.ts',
    'answer-rules.ts',
    'turns',
    'answer.ts',
    'answer-interpretations.ts',
  ],
  cli: [
    'option-file.ts',
    'options.ts',
    'invocation.ts',
    'stack',
    'access',
    'release',
    'console',
    'interpretation',
    'evaluation',
    'own-scores',
    'studies',
    'learning',
    'preferences',
    'rewriting',
    'year',
    'data-text.ts',
    'catalogues',
    'domain',
    'shell',
    'commands',
    'main.ts',
  ],
  'cli/release': [
    'publication',
    'trials',
    'gates',
    'table-kinds.ts',
    'bundle-difference.ts',
    'catalogue-difference.ts',
    'active-options.ts',
    'gate-options.ts',
    'deploy.ts',
    'roll-back.ts',
    'commands',
  ],
};

/** The top room of a file: its first folder, and for a domain the second as well. */
export function roomOf(file: string): string {
  const [top, folder, rest] = file.split('/');
  if (top !== 'domains' || rest === undefined) return top!;
  return folder === 'core' ? 'domains/core' : 'domains/*';
}

function isInside(file: string, folder: string): boolean {
  return file.startsWith(`${folder}/`);
}

/** Whether `file` may import `target`, both given from the project's root. */
export function mayImport(file: string, target: string): boolean {
  const [from, to] = [roomOf(file), roomOf(target)];
  if (from !== to) return (TOP[from] ?? []).some((room) => room === to || isInside(target, room));
  // One domain's folder never imports another's.
  if (from === 'domains/*') return file.split('/')[1] === target.split('/')[1];
  return Object.entries(FLOORS).every(([folder, floors]) => respectsFloors(file, target, folder, floors));
}

function respectsFloors(file: string, target: string, folder: string, floors: readonly string[]): boolean {
  if (!isInside(file, folder) || !isInside(target, folder)) return true;
  const [from, to] = [file, target].map((path) => path.slice(folder.length + 1).split('/')[0]!) as [string, string];
  if (from === to) return true;
  // A file that stands in the folder itself, beside its rooms, is named by its file name.
  const [above, below] = [floors.indexOf(from), floors.indexOf(to)];
  return above >= 0 && below >= 0 && below < above;
}

/** The circles of a graph of imports, each as the files in it; none where the arrows are sound. */
export function circlesOf(imports: ReadonlyMap<string, readonly string[]>): string[][] {
  const circles: string[][] = [];
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]) => {
    const at = path.indexOf(file);
    if (at >= 0) circles.push([...path.slice(at), file]);
    if (at >= 0 || done.has(file)) return;
    for (const target of imports.get(file) ?? []) visit(target, [...path, file]);
    done.add(file);
  };
  for (const file of imports.keys()) visit(file, []);
  return circles;
}
