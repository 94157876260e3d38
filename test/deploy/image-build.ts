import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { Instruction, Stage } from './containerfile.js';

const run = promisify(execFile);

/** What a stage made, as a folder of this machine in the place of an image's file system. */
export interface Image {
  /** Stands for `/`. */
  readonly root: string;
  /** Absolute inside of the image: `/app` */
  workdir: string;
  environment: Record<string, string>;
  entrypoint: string[];
  command: string[];
}

/**
 * Builds the stages of a Containerfile with no container: each in a folder of its own, with the programs of this machine in
 * the place of its base image. COPY takes what the build context or the other stage holds and fails for anything else, as a
 * builder does; RUN runs in the stage's working folder.
 */
export class ImageBuild {
  readonly #stages: readonly Stage[];
  readonly #context: string;
  readonly #scratch: string;
  readonly #images = new Map<string, Promise<Image>>();

  /**
   * @param context the folder that COPY takes files from
   * @param scratch an empty folder, where the stages are built
   */
  constructor(stages: readonly Stage[], context: string, scratch: string) {
    this.#stages = stages;
    this.#context = context;
    this.#scratch = scratch;
  }

  /**
   * Builds a stage, and those that it takes files from; each once.
   * @throws Error for a file that is not there, an unknown stage or instruction, and a command that fails
   */
  image(name: string): Promise<Image> {
    const image = this.#images.get(name) ?? this.#build(name);
    this.#images.set(name, image);
    return image;
  }

  async #build(name: string): Promise<Image> {
    const stage = this.#stages.find((each) => each.name === name);
    if (!stage) throw new Error(`there is no stage ${name}`);
    const image = await this.#base(stage);
    for (const instruction of stage.instructions) await this.#apply(instruction, image);
    return image;
  }

  async #base({ base, name }: Stage): Promise<Image> {
    const root = join(this.#scratch, name);
    mkdirSync(root);
    if (!this.#stages.some((stage) => stage.name === base)) {
      return { root, workdir: '/', environment: {}, entrypoint: [], command: [] };
    }
    const image = await this.image(base);
    cpSync(image.root, root, LIKE_A_BUILDER);
    return { ...image, root, environment: { ...image.environment } };
  }

  async #apply({ keyword, from, text }: Instruction, image: Image): Promise<void> {
    const folder = join(image.root, image.workdir);
    switch (keyword) {
      case 'WORKDIR':
        image.workdir = resolve(image.workdir, text);
        mkdirSync(join(image.root, image.workdir), { recursive: true });
        return;
      case 'ENV':
        for (const [, key, value] of text.matchAll(/(\w+)=(\S+)/gu)) image.environment[key] = value;
        return;
      case 'COPY':
        copy(from === undefined ? this.#context : (await this.image(from)).root, text.split(/\s+/u), folder);
        return;
      case 'RUN':
        await run('sh', ['-c', text], { cwd: folder, env: { ...registryEnvironment(), ...environmentOf(image) } });
        return;
      case 'ENTRYPOINT':
        image.entrypoint = JSON.parse(text);
        return;
      case 'CMD':
        image.command = JSON.parse(text);
        return;
      case 'EXPOSE':
      case 'USER':
        return;
      default:
        throw new Error(`unknown instruction ${keyword}`);
    }
  }
}

/** The environment of an image's processes: that of its ENV, and none of the test's but the PATH. */
export function environmentOf({ environment }: Image): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, ...environment };
}

/** How this machine reaches a registry of packages: npm's own settings, its cache, a proxy and its certificate. */
function registryEnvironment(): NodeJS.ProcessEnv {
  const names = /^(?:HOME|NODE_EXTRA_CA_CERTS|https?_proxy|no_proxy|npm_config_(?:cache|registry|userconfig))$/iu;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => names.test(name)));
}

/** Every file of an image, as paths from `/`. */
export function filesOf({ root }: Image): string[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) => statSync(join(root, file)).isFile());
}

/** Links stay links, relative ones too. */
const LIKE_A_BUILDER = { recursive: true, verbatimSymlinks: true } as const;

/** COPY: a folder's contents go into the target; files go under their names where that ends in a slash. */
function copy(from: string, words: readonly string[], folder: string): void {
  const target = words[words.length - 1];
  for (const word of words.slice(0, -1)) {
    const source = join(from, word);
    if (!existsSync(source)) throw new Error(`COPY ${word}: there is no such file`);
    const isInside = statSync(source).isFile() && target.endsWith('/');
    cpSync(source, isInside ? join(folder, target, basename(source)) : join(folder, target), LIKE_A_BUILDER);
  }
}
