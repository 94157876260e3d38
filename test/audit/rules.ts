import type { LockRules } from './lock-audit.js';

/** The project's rules: licences that ask for no more than notice, and install scripts that were read. */
export const LOCK_RULES: LockRules = {
  licences: ['MIT', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', '0BSD', 'Unlicense', '(MIT OR CC0-1.0)'],
  // .npmrc has none of them run: onnxruntime-node's would fetch CUDA, and protobufjs's warns of version ranges.
  installScripts: ['onnxruntime-node', 'protobufjs'],
  registry: 'https://registry.npmjs.org/',
};
