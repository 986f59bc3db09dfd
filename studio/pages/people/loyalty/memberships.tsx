import { Button, Group, Select, Stack, Text, TextInput, Title } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useState } from 'react';

import type { components } from '../../../api/schema.ts';
import { useMay } from '../../../app/session.tsx';
import { ConfirmDialog } from '../../../parts/dialogs/confirm-dialog.tsx';
import { useFormat } from '../../../parts/text/use-format.ts';
import { useWords } from '../../../words/language.tsx';
import { useLoyaltyActs, usePrograms } from './use-loyalty.ts';
import { loyaltyWords } from './words.ts';

type Balance = components['schemas']['PointsBalance'];

/** Why something is done by hand. */
export const ReasonInput = (props: { reason: string; onChange: (reason: string) => void }) => {
  const words = useWords(loyaltyWords);
  return (
    <TextInput
      label={words.reason}
      description={words.reasonText}
      maxLength={200}
      value={props.reason}
      onChange={({ currentTarget }) => props.onChange(currentTarget.value)}
    />
  );
};

type Choice = { readonly program: string; readonly membership: string; readonly label: string };

/** All memberships there are. */
const useChoices = (): readonly Choice[] => {
  const words = useWords(loyaltyWords);
  return (usePrograms().data?.programs ?? []).flatMap((program) =>
    program.memberships.map(({ key, name }) => ({
      program: program.key,
      membership: key,
      label: words.has(name, program.name),
    })),
  );
};

const Give = ({ id, choices }: { id: string; choices: readonly Choice[] }) => {
  const words = useWords(loyaltyWords);
  const acts = useLoyaltyActs(id);
  const [isOpen, { open, close }] = useDisclosure(false);
  const [chosen, choose] = useState(0);
  const [until, setUntil] = useState('');
  const [reason, setReason] = useState('');
  const choice = choices[chosen];
  if (choice === undefined) return null;
  const { program, membership } = choice;
  return (
    <>
      <Button variant="default" onClick={open}>
        {words.give}
      </Button>
      <ConfirmDialog
        title={words.giveTitle}
        text={words.giveText}
        confirm={words.giveIt}
        color="teal"
        isOpen={isOpen}
        onClose={close}
        onConfirm={() => acts.give({ program, membership, until, reason })}
      >
        <Select
          label={words.membership}
          data={choices.map(({ label }, index) => ({ value: String(index), label }))}
          allowDeselect={false}
          value={String(chosen)}
          onChange={(next) => choose(Number(next ?? '0'))}
        />
        <TextInput
          type="date"
          label={words.untilDay}
          description={words.untilText}
          value={until}
          onChange={({ currentTarget }) => setUntil(currentTarget.value)}
        />
        <ReasonInput reason={reason} onChange={setReason} />
      </ConfirmDialog>
    </>
  );
};

const Held = (props: { id: string; balance: Balance; membership: string }) => {
  const { id, balance, membership } = props;
  const { program, name = program, membershipName = membership, membershipUntil } = balance;
  const words = useWords(loyaltyWords);
  const format = useFormat();
  const may = useMay();
  const acts = useLoyaltyActs(id);
  const [isOpen, { open, close }] = useDisclosure(false);
  const [reason, setReason] = useState('');
  const end = membershipUntil === undefined ? words.forEver : words.until(format.instant(membershipUntil));
  return (
    <Group>
      <Text>
        {words.has(membershipName, name)}, {end}
      </Text>
      {may('write', 'personal-data') ? (
        <Button variant="default" size="compact-sm" onClick={open}>
          {words.end}
        </Button>
      ) : null}
      <ConfirmDialog
        title={words.endTitle(membershipName)}
        text={words.endText}
        confirm={words.endIt}
        isOpen={isOpen}
        onClose={close}
        onConfirm={() => acts.end({ program, membership, reason })}
      >
        <ReasonInput reason={reason} onChange={setReason} />
      </ConfirmDialog>
    </Group>
  );
};

/** The memberships of somebody; the team gives and ends them. Nothing where no programme has any. */
export const Memberships = ({ id, balances }: { id: string; balances: readonly Balance[] }) => {
  const words = useWords(loyaltyWords);
  const may = useMay();
  const choices = useChoices();
  const held = balances.flatMap((balance) =>
    balance.membership === undefined ? [] : [{ balance, membership: balance.membership }],
  );
  if (choices.length === 0 && held.length === 0) return null;
  return (
    <section aria-label={words.memberships}>
      <Title order={2} size="h4" mb="sm">
        {words.memberships}
      </Title>
      <Stack gap="xs" align="flex-start">
        {held.length === 0 ? <Text c="dimmed">{words.noMembership}</Text> : null}
        {held.map(({ balance, membership }) => (
          <Held key={balance.program} id={id} balance={balance} membership={membership} />
        ))}
        {may('write', 'personal-data') ? <Give id={id} choices={choices} /> : null}
      </Stack>
    </section>
  );
};
