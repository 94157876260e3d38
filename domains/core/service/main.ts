import { domainCommand, runDomain } from './serve.js';

/** The process of any domain: `main.js DOMAIN`, a name or a folder. */
const command = domainCommand().parse();
await runDomain(command);
