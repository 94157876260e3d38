import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { capacityConfigSchema } from '../../capacity/service/config.js';
import { domainConfigSchema } from '../../domains/core/service/config.js';
import { gatewayConfigSchema } from '../../gateway/service/config.js';
import { oneProcessConfigSchema } from '../../one-process/config.js';
import { projectRoot } from '../../serving/project.js';

const read = (...path: string[]) => readFileSync(join(projectRoot(), ...path), 'utf8');
const reference = (page: string) => read('docs', 'reference', page);

/** The cells of a page's table rows, without headers' rules. */
const rows = (page: string): string[][] =>
  page
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .map((line) =>
      line
        .slice(1, -1)
        .split('|')
        .map((cell) => cell.trim()),
    );

const codes = (text: string): string[] => [...text.matchAll(/`([^`]+)`/g)].map(([, code]) => code!);

describe('configuration.md', () => {
  /** Key to default cell; `.keyFile` after `tls.caFile` is `tls.keyFile`. */
  const documented = new Map<string, string>();
  for (const [keys = '', cell = ''] of rows(reference('configuration.md'))) {
    let parent = '';
    for (const code of codes(keys)) {
      const key = code.startsWith('.') ? `${parent}${code}` : code;
      parent = key.slice(0, Math.max(0, key.lastIndexOf('.')));
      if (/^[a-z][A-Za-z[\]]*(\.[A-Za-z[\]]+)*$/.test(key)) documented.set(key, cell);
    }
  }
  const schemas = [gatewayConfigSchema, domainConfigSchema, oneProcessConfigSchema, capacityConfigSchema];
  const settings = new Map(schemas.flatMap(leaves));

  it('has every setting of the gateway, of a domain, of one process and of capacity', () => {
    expect([...settings.keys()].filter((key) => !documented.has(key))).toEqual([]);
  });

  it('has no setting that there is not', () => {
    const bundles = ['priorBundles', 'rewriteBundles', 'forecastBundles'];
    const isKnown = (key: string) => settings.has(key) || bundles.includes(key);
    expect([...documented.keys()].filter((key) => !isKnown(key))).toEqual([]);
  });

  it('has the defaults of the schemas', () => {
    const wrong = [...settings].filter(([key, value]) => {
      // The port differs by process, which the page says in words.
      if (key === 'listen.port' || value === undefined || typeof value === 'object') return false;
      // Where the gateway has another default, both stand there.
      return !documented.get(key)?.split('; gateway ').includes(String(value));
    });
    expect(wrong).toEqual([]);
  });
});

/** Dotted keys of what a schema takes, with their defaults. A gateway's source and trust stand as a domain's do. */
function leaves(schema: z.ZodType): [string, unknown][] {
  const walk = (node: z.core.JSONSchema.BaseSchema, path: string): [string, unknown][] => {
    if (path === 'callers[]') return [['callers', node.default]];
    const key = path.replace(/^(?:prior|rewrite|forecast)Bundles\./, '');
    if (node.properties) {
      const children = Object.entries(node.properties as Record<string, z.core.JSONSchema.BaseSchema>);
      return children.flatMap(([name, child]) => walk(child, key === '' ? name : `${path}.${name}`));
    }
    const items = node.items as z.core.JSONSchema.BaseSchema | undefined;
    if (items?.properties && key !== 'callers') return walk(items, `${path}[]`);
    return [[key, node.default]];
  };
  return walk(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }), '');
}

describe('commands.md', () => {
  const page = reference('commands.md');
  const folders = ['cli/commands', 'cli/commands/entities', 'cli/release/commands'];
  const files = folders.flatMap((folder) =>
    readdirSync(join(projectRoot(), folder))
      .filter((name) => name.endsWith('.ts'))
      .map((name) => `${folder}/${name}`),
  );

  it.each(files)('has every option of %s', async (file) => {
    const module = await import(/* @vite-ignore */ join(projectRoot(), file));
    const made = Object.entries(module).find(([name]) => name.endsWith('Command'));
    const command = (made![1] as () => Command)();
    const options = [command, ...command.commands].flatMap((each) => each.options);
    expect(options.length).toBeGreaterThan(0);
    expect(options.map(({ long }) => long!).filter((option) => !page.includes(option))).toEqual([]);
  });

  it('has every script that is for those who use the project', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const own = Object.keys(scripts).filter((name) => !/^(pre|post)/.test(name));
    const named = new Set(codes(page).flatMap((code) => code.replace(/^npm (run )?/, '').split(' ')[0]!));
    expect(own.filter((name) => !named.has(name))).toEqual([]);
  });
});

describe('metrics.md', () => {
  it('has every metric that is registered, and no other', () => {
    const folders = [
      'gateway/service',
      'gateway/feedback',
      'gateway/load',
      'capacity/service',
      'domains/core/service',
      'serving/observability',
      'bundles/sources',
    ];
    const registered = folders.flatMap((folder) =>
      readdirSync(join(projectRoot(), folder), { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith('.ts'))
        .flatMap((file) => read(folder, file).match(/(?<=')nlu_[a-z_]+(?=')/g) ?? []),
    );
    const documented = rows(reference('metrics.md')).flatMap(([name = '']) => codes(name));
    expect(documented.filter((name) => name.startsWith('nlu_')).sort()).toEqual([...new Set(registered)].sort());
  });
});

describe('contract.md', () => {
  it('names every method, message field and enum value of the contract', () => {
    const page = reference('contract.md');
    const folder = join('proto', 'nlu', 'v1');
    const text = readdirSync(join(projectRoot(), folder))
      .map((file) => read(folder, file))
      .join('\n');
    const plain = text.replace(/\/\/.*$/gm, '');
    const methods = [...plain.matchAll(/^\s+rpc (\w+)/gm)].map(([, name]) => name!);
    const fields = [...plain.matchAll(/^\s+(?:repeated |optional )?(?:map<[^>]+>|[\w.]+) (\w+) = \d+;/gm)];
    const words = new Set(page.match(/\w+/g));
    // Those of a decision or a status; the page says in words that the zero values are never sent.
    const values = [...plain.matchAll(/^\s+([A-Z_]+) = [1-9]\d*;/gm)].map(([, name]) => name!);
    const missing = [...methods, ...fields.map(([, name]) => name!)].filter((name) => !words.has(name));
    missing.push(...values.filter((name) => !page.includes(name)));
    expect([...new Set(missing)]).toEqual([]);
  });
});
