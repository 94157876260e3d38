import { serveAllCommand } from './serve-all.js';

/** The process of a gateway with its domains; `nlu-reranker serve-all` does the same. */
await serveAllCommand().parseAsync();
