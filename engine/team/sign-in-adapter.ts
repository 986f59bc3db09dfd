import { createAdapterFactory } from 'better-auth/adapters';

import { CicloError } from '../../domain/errors.ts';
import type { User } from '../../domain/team/user.ts';
import type { UserStore } from './ports.ts';
import type { SignInRow, SignInStore, SignInWhere } from './sign-in-ports.ts';

/** A user as better-auth has one. Their address is taken for theirs: who invited them said so. */
const rowOf = ({ id, email, name, createdAt, updatedAt }: User): SignInRow => ({
  id,
  email,
  name,
  emailVerified: true,
  createdAt: new Date(createdAt),
  updatedAt: new Date(updatedAt),
});

/** A row, in the type that the caller asks for. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- better-auth names the type of its rows, and nobody else knows it
function asked<T>(row: SignInRow): T;
function asked(row: SignInRow): unknown {
  return row;
}

type Where = readonly SignInWhere[];
type Deps = {
  readonly tenant: string;
  readonly users: UserStore;
  readonly signIns: SignInStore;
  /** Real time, epoch milliseconds: sessions begin by it. */
  readonly systemTime: () => number;
};

/** The rows of one tenant by model. Users are those of the team who were not deactivated; nobody makes or changes them here. */
const createRows = ({ tenant, users, signIns, systemTime }: Deps) => {
  const userBy = async ([clause]: Where): Promise<readonly SignInRow[]> => {
    const value = String(clause?.value ?? '');
    const user =
      clause?.field === 'email'
        ? await users.byEmail({ tenant, email: value.toLowerCase() })
        : await users.get({ tenant, id: value });
    return user === undefined || user.deactivatedAt !== undefined ? [] : [rowOf(user)];
  };
  return {
    add: async (model: string, row: SignInRow): Promise<void> => {
      if (model === 'user') throw new CicloError({ code: 'forbidden', message: 'Users are invited.' });
      const begun = model === 'session' ? { createdAt: new Date(systemTime()) } : {};
      await signIns.add({ tenant, model, row: { ...row, ...begun } });
    },
    find: (model: string, where: Where, limit?: number): Promise<readonly SignInRow[]> =>
      model === 'user' ? userBy(where) : signIns.find({ tenant, model, where, limit }),
    change: async (model: string, where: Where, set: SignInRow): Promise<number> =>
      model === 'user' ? 0 : signIns.change({ tenant, model, where, set }),
    remove: async (model: string, where: Where): Promise<number> =>
      model === 'user' ? 0 : signIns.remove({ tenant, model, where }),
    take: async (model: string, where: Where): Promise<SignInRow | undefined> =>
      model === 'user' ? undefined : signIns.take({ tenant, model, where }),
  };
};

/** Makes what better-auth keeps its rows with: collections of ours, of one tenant. */
export const createSignInAdapter = (deps: Deps) => {
  const rows = createRows(deps);
  const first = async <T>(model: string, where: Where): Promise<T | null> => {
    const [row] = await rows.find(model, where, 1);
    return row === undefined ? null : asked<T>(row);
  };
  return createAdapterFactory({
    config: {
      adapterId: 'ciclo',
      supportsNumericIds: false,
      supportsJSON: true,
      transaction: false,
    },
    adapter: () => ({
      create: async ({ model, data }) => {
        await rows.add(model, data);
        return data;
      },
      findOne: <T>({ model, where }: { model: string; where: Where }) => first<T>(model, where),
      findMany: async <T>(input: { model: string; where?: Where | undefined; limit: number }) =>
        (await rows.find(input.model, input.where ?? [], input.limit)).map((row) => asked<T>(row)),
      count: async ({ model, where }) => (await rows.find(model, where ?? [])).length,
      update: async <T>(input: { model: string; where: Where; update: T }) => {
        const { model, where, update } = input;
        await rows.change(model, where, Object.fromEntries(Object.entries(update ?? {})));
        return first<T>(model, where);
      },
      updateMany: ({ model, where, update }) => rows.change(model, where, update),
      delete: async ({ model, where }) => {
        await rows.remove(model, where);
      },
      deleteMany: ({ model, where }) => rows.remove(model, where),
      consumeOne: async <T>({ model, where }: { model: string; where: Where }) => {
        const row = await rows.take(model, where);
        return row === undefined ? null : asked<T>(row);
      },
    }),
  });
};
