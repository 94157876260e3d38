import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../support/files.js';
import { copyBuildContext } from './build-context.js';
import { readContainerfile } from './containerfile.js';
import { filesOf, ImageBuild } from './image-build.js';

const text = `# A comment.
ARG NODE=registry.test/node:1
FROM \${NODE} AS build
WORKDIR /build
COPY a.txt ./
# Another.
RUN cp a.txt b.txt && \\
    echo "$WORD" > c.txt

FROM registry.test/node:1 AS service
ENV WORD=hello
COPY --from=build /build/b.txt data/
ENTRYPOINT ["node", "--enable-source-maps"]
`;

describe('a Containerfile', () => {
  it('is read stage by stage', () => {
    expect(readContainerfile(text)).toEqual([
      {
        base: 'registry.test/node:1',
        name: 'build',
        instructions: [
          { keyword: 'WORKDIR', text: '/build' },
          { keyword: 'COPY', text: 'a.txt ./' },
          { keyword: 'RUN', text: 'cp a.txt b.txt &&     echo "$WORD" > c.txt' },
        ],
      },
      {
        base: 'registry.test/node:1',
        name: 'service',
        instructions: [
          { keyword: 'ENV', text: 'WORD=hello' },
          { keyword: 'COPY', from: 'build', text: '/build/b.txt data/' },
          { keyword: 'ENTRYPOINT', text: '["node", "--enable-source-maps"]' },
        ],
      },
    ]);
  });

  it('says which line belongs to no stage, or to one with no name', () => {
    expect(() => readContainerfile('COPY a b')).toThrow('no stage yet: COPY a b');
    expect(() => readContainerfile('FROM node')).toThrow('a stage with no name: FROM node');
  });

  it('is built in folders', async () => {
    const context = temporaryFolder();
    writeFileSync(join(context, 'a.txt'), 'one');
    const image = await new ImageBuild(readContainerfile(text), context, temporaryFolder()).image('service');
    expect(filesOf(image)).toEqual([join('data', 'b.txt')]);
    expect(readFileSync(join(image.root, 'data', 'b.txt'), 'utf8')).toBe('one');
    expect(image).toMatchObject({ environment: { WORD: 'hello' }, entrypoint: ['node', '--enable-source-maps'] });
  });

  it('fails for a file that the context does not hold', async () => {
    const build = new ImageBuild(readContainerfile(text), temporaryFolder(), temporaryFolder());
    await expect(build.image('service')).rejects.toThrow('COPY a.txt: there is no such file');
  });
});

it('a build context holds what the ignore file lets in', () => {
  const [project, context] = [temporaryFolder(), temporaryFolder()];
  mkdirSync(join(project, 'in', 'deep'), { recursive: true });
  mkdirSync(join(project, 'out'));
  for (const file of ['a.txt', 'b.txt', 'in/c.txt', 'in/deep/d.txt', 'out/e.txt'])
    writeFileSync(join(project, file), '');
  writeFileSync(join(project, 'ignore'), '# a comment\n**\n!a.txt\n!in\nin/deep/*.txt\n');
  copyBuildContext(project, join(project, 'ignore'), context);
  const image = { root: context, workdir: '/', environment: {}, entrypoint: [], command: [] };
  expect(filesOf(image).sort()).toEqual(['a.txt', join('in', 'c.txt')]);
});
