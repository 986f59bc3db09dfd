import { Button, SimpleGrid, Stack, Text } from '@mantine/core';

import { useMe } from '../../../app/session.tsx';
import { EditedFile, type Written } from '../../../parts/drafts/edited-file.tsx';
import { SelectAt, SwitchAt } from '../../../parts/drafts/fields/choices.tsx';
import { NumberAt, TextAt } from '../../../parts/drafts/fields/fields.tsx';
import { type FileForm, fileForm } from '../../../parts/drafts/fields/file-form.ts';
import { FormOrJson, Section } from '../../../parts/drafts/fields/form-or-json.tsx';
import { RowsAt } from '../../../parts/drafts/fields/rows-at.tsx';
import { useWords } from '../../../words/language.tsx';
import { useOfferNames } from '../use-offer-names.ts';
import { FraudPart } from './fraud-part.tsx';
import { referralEditWords } from './words.ts';

const root = ['referral'] as const;
const milestonesMost = 20;

/** What a programme begins with: it counts orders that are worth something. */
const begun = { on: 'Order Completed', minOrder: 20 };

/** When a friend counts. */
const CountsPart = ({ form, currency }: { form: FileForm; currency: string }) => {
  const words = useWords(referralEditWords);
  return (
    <SimpleGrid cols={{ base: 1, sm: 3 }}>
      <TextAt
        form={form}
        path={[...root, 'on']}
        label={words.on}
        placeholder="Order Completed"
        maxLength={100}
      />
      <NumberAt
        form={form}
        path={[...root, 'minOrder']}
        label={words.minOrder}
        placeholder="0"
        suffix={` ${currency}`}
      />
      <TextAt
        form={form}
        path={[...root, 'deliveredWithin']}
        label={words.deliveredWithin}
        description={words.deliveredWithinText}
        placeholder="30 days"
        maxLength={40}
      />
    </SimpleGrid>
  );
};

/** Who gets which offer. */
const RewardsPart = ({ form }: { form: FileForm }) => {
  const words = useWords(referralEditWords);
  const offers = useOfferNames();
  const rewards = [...root, 'rewards'];
  const milestones = [...rewards, 'milestones'];
  return (
    <Stack>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <SelectAt form={form} path={[...rewards, 'advocate']} label={words.advocate} data={offers} />
        <SelectAt form={form} path={[...rewards, 'friend']} label={words.friend} data={offers} />
      </SimpleGrid>
      <Text size="sm" c="dimmed">
        {words.milestonesText}
      </Text>
      <RowsAt
        form={form}
        path={milestones}
        label={words.milestone}
        add={words.addMilestone}
        most={milestonesMost}
        begun={() => ({ friends: 5, offer: offers[0]?.value ?? '' })}
      >
        {(path) => (
          <SimpleGrid cols={{ base: 1, sm: 2 }}>
            <NumberAt form={form} path={[...path, 'friends']} label={words.friends} isWhole required />
            <SelectAt form={form} path={[...path, 'offer']} label={words.offer} data={offers} required />
          </SimpleGrid>
        )}
      </RowsAt>
    </Stack>
  );
};

const InvitationsPart = ({ form }: { form: FileForm }) => {
  const words = useWords(referralEditWords);
  return (
    <Stack>
      <SwitchAt
        form={form}
        path={[...root, 'invitations', 'mails']}
        label={words.mails}
        description={words.mailsText}
      />
      <NumberAt
        form={form}
        path={[...root, 'invitations', 'perDay']}
        label={words.perDayInvitations}
        placeholder="10"
        isWhole
      />
    </Stack>
  );
};

const Form = ({ written }: { written: Written }) => {
  const words = useWords(referralEditWords);
  const { currency } = useMe().workspace;
  const form = fileForm(written);
  if (form.valueAt(root) === undefined) {
    return (
      <Stack align="flex-start">
        <Text>{words.none}</Text>
        <Button onClick={() => form.set(root, begun)}>{words.begin}</Button>
      </Stack>
    );
  }
  return (
    <Stack>
      <SwitchAt form={form} path={[...root, 'enabled']} label={words.enabled} byDefault />
      <Section legend={words.counts}>
        <CountsPart form={form} currency={currency} />
      </Section>
      <Section legend={words.rewards}>
        <RewardsPart form={form} />
      </Section>
      <Section legend={words.invitations}>
        <InvitationsPart form={form} />
      </Section>
      <Section legend={words.fraud}>
        <FraudPart form={form} currency={currency} />
      </Section>
    </Stack>
  );
};

/** Changes the referral programme, by a form or as JSON, as a draft of the settings of the workspace. */
export const Content = () => {
  const words = useWords(referralEditWords);
  return (
    <EditedFile path="ciclo.json" of="ciclo" title={() => words.title} text={words.text} list="/referrals">
      {(written) => (
        <FormOrJson written={written}>
          <Form written={written} />
        </FormOrJson>
      )}
    </EditedFile>
  );
};
