import { expect, test } from 'vitest';
import { startByFirstWay, type Way } from './ways.ts';

const program = (label: string) => ({ command: label, args: [], label });
const absent = async () => undefined;

const start = async (input: { ways: readonly Way[]; broken?: readonly string[] }) => {
  const said: string[] = [];
  const result = await startByFirstWay({
    server: 'Temporal',
    ways: input.ways,
    start: async ({ program }) => {
      if (input.broken?.includes(program.label) === true)
        throw new Error(`${program.label} does not run here`);
      return program.label;
    },
    say: (line) => said.push(line),
  });
  return { ...result, said };
};

test('what is on the machine goes before anything that would have to be brought', async () => {
  const ways: Way[] = [
    { name: 'path', find: absent },
    { name: 'download', find: absent, install: async () => program('downloaded') },
    { name: 'pip', find: async () => program('from pip') },
  ];
  await expect(start({ ways })).resolves.toMatchObject({ started: 'from pip', said: [] });
});

test('a way that fails falls through to the next one, with its reason', async () => {
  const ways: Way[] = [
    { name: 'path', find: async () => program('too old') },
    {
      name: 'download',
      find: absent,
      install: async () => {
        throw new Error('no network\nand more');
      },
    },
    { name: 'pip', find: absent, install: async () => program('from pip') },
  ];
  await expect(start({ ways, broken: ['too old'] })).resolves.toEqual({
    started: 'from pip',
    passedOver: ['path: too old does not run here', 'download: no network'],
    said: ['Temporal: installing it (download), once', 'Temporal: installing it (pip), once'],
  });
});

test('nothing is fetched where that is switched off, and the error says so', async () => {
  let isFetched = false;
  const install = async () => {
    isFetched = true;
    return program('from pip');
  };
  const input = {
    server: 'Temporal',
    ways: [{ name: 'pip', find: absent, install }],
    start: async () => 'started',
    say: () => undefined,
    mayInstall: false,
  };
  await expect(startByFirstWay(input)).rejects.toThrow('pip: nothing is fetched, as CICLO_NO_INSTALL says');
  expect(isFetched).toBe(false);
});

test('when no way works, the error tells the reason of each', async () => {
  const ways: Way[] = [
    {
      name: 'path',
      find: async () => {
        throw new Error('server 1.20, and 1.32 or later is needed');
      },
    },
    { name: 'pip', find: absent, install: async () => program('from pip') },
  ];
  await expect(start({ ways, broken: ['from pip'] })).rejects.toThrow(
    /Temporal could not be started in any way:\n {2}- path: server 1\.20.*\n {2}- pip: from pip does not run here/,
  );
});
