import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { projectRoot } from '../../../../serving/project.js';

/** Runs a gateway, as its own main module does, whose log nobody reads. */
const script = join(projectRoot(), 'dist', 'gateway', 'main.js');
const gateway = spawn(process.execPath, [script, ...process.argv.slice(2)], { stdio: ['inherit', 'inherit', 'pipe'] });
process.on('SIGTERM', () => gateway.kill('SIGTERM'));
gateway.on('exit', (code) => process.exit(code ?? 1));
