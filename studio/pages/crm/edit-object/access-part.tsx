import { Select, SimpleGrid, Stack, Text } from '@mantine/core';
import { z } from 'zod';

import { useWords } from '../../../words/language.tsx';
import type { ObjectForm } from './object-form.ts';
import { objectWords } from './words.ts';

/** Owners and admins reach all records, whatever an object says. */
const roles = ['marketer', 'author', 'agent', 'viewer'] as const;
type Role = (typeof roles)[number];
const reaches = ['all', 'team', 'own', 'none'] as const;
const acts = ['read', 'write'] as const;
type Act = (typeof acts)[number];

const grantSchema = z
  .union([z.array(z.string()), z.record(z.string(), z.string())])
  .optional()
  .catch(undefined);

/** How far a role reaches by a grant as the file has it. */
const reachOf = (input: { grant: z.infer<typeof grantSchema>; act: Act; role: Role }): string => {
  const { grant, act, role } = input;
  if (grant === undefined) return act === 'write' && role === 'viewer' ? 'none' : 'all';
  if (Array.isArray(grant)) return grant.includes(role) ? 'all' : 'none';
  return grant[role] ?? 'none';
};

const Reach = ({ form, act, role }: { form: ObjectForm; act: Act; role: Role }) => {
  const words = useWords(objectWords);
  const path = ['access', act] as const;
  const grant = grantSchema.parse(form.valueAt(path));
  const change = (next: string | null): void => {
    const all = roles.map((one) => [one, one === role ? next : reachOf({ grant, act, role: one })] as const);
    form.merge(path, Object.fromEntries(all.filter(([, reach]) => reach !== 'none')));
  };
  return (
    <Select
      label={words.mayOf(act, words.roleOf(role))}
      allowDeselect={false}
      data={reaches.map((value) => ({ value, label: words.reachOf(value) }))}
      value={reachOf({ grant, act, role })}
      onChange={change}
    />
  );
};

/** Who may see and change records: how far each role reaches. */
export const AccessPart = ({ form }: { form: ObjectForm }) => {
  const words = useWords(objectWords);
  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed">
        {words.accessText}
      </Text>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        {roles.flatMap((role) =>
          acts.map((act) => <Reach key={`${role} ${act}`} form={form} act={act} role={role} />),
        )}
      </SimpleGrid>
    </Stack>
  );
};
