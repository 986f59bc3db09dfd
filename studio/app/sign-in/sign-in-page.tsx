import { Button, Center, Paper, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useEffect, useState } from 'react';

import { askAuth } from '../../api/client.ts';
import { ProblemAlert } from '../../parts/page/problem-alert.tsx';
import { useWords } from '../../words/language.tsx';
import { useTenant } from '../tenant.tsx';
import { OtherWays } from './other-ways.tsx';
import { signInWords } from './sign-in-words.ts';
import { useEntered } from './use-entered.ts';

/** Signs in, and goes to where the person wanted to. */
const useEnter = () => {
  const { entered } = useEntered();
  return useMutation({ mutationFn: askAuth, onSuccess: entered });
};

const LinkForm = ({ token, onOther }: { token: string; onOther: () => void }) => {
  const words = useWords(signInWords);
  const { tenant } = useTenant();
  const [password, setPassword] = useState('');
  const enter = useEnter();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    enter.mutate({ tenant, path: 'link', body: { token, ...(password === '' ? {} : { password }) } });
  };
  return (
    <Stack component="form" onSubmit={submit}>
      <Text>{words.linkText}</Text>
      <PasswordInput
        label={words.newPassword}
        description={words.newPasswordText}
        value={password}
        minLength={12}
        maxLength={128}
        autoComplete="new-password"
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      {enter.isError ? <ProblemAlert error={enter.error} /> : null}
      <Button type="submit" loading={enter.isPending} data-autofocus>
        {words.signIn}
      </Button>
      <Button variant="subtle" size="compact-sm" onClick={onOther}>
        {words.otherWay}
      </Button>
    </Stack>
  );
};

const PasswordForm = () => {
  const words = useWords(signInWords);
  const { tenant, choose } = useTenant();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const enter = useEnter();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    enter.mutate({ tenant, path: 'sign-in', body: { email, password } });
  };
  return (
    <Stack component="form" onSubmit={submit}>
      <TextInput
        label={words.email}
        type="email"
        required
        autoComplete="username"
        value={email}
        onChange={(event) => setEmail(event.currentTarget.value)}
      />
      <PasswordInput
        label={words.password}
        required
        autoComplete="current-password"
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      <TextInput
        label={words.workspace}
        required
        value={tenant}
        pattern="[a-z][a-z0-9\-]{0,63}"
        onChange={(event) => choose(event.currentTarget.value)}
      />
      {enter.isError ? <ProblemAlert error={enter.error} /> : null}
      <Button type="submit" loading={enter.isPending}>
        {words.signIn}
      </Button>
      <Text size="sm" c="dimmed">
        {words.noPassword}
      </Text>
    </Stack>
  );
};

/** How the team comes in: with a link that works once, or with address and password. */
export const SignInPage = () => {
  const words = useWords(signInWords);
  const [token, setToken] = useState(() =>
    new URLSearchParams(globalThis.location.hash.slice(1)).get('token'),
  );
  useEffect(() => {
    document.title = words.title;
    // The token signs in: it does not stay in the address, where it would be copied or kept.
    if (globalThis.location.hash !== '') {
      globalThis.history.replaceState(globalThis.history.state, '', globalThis.location.pathname);
    }
  }, [words.title]);
  return (
    <Center component="main" mih="100dvh" p="md">
      <Paper withBorder shadow="sm" radius="lg" p="xl" w="100%" maw={420}>
        <Stack>
          <img src="/studio/icon.svg" alt="" width={40} height={40} />
          <Title order={1} size="h3">
            {words.title}
          </Title>
          {token === null ? (
            <>
              <PasswordForm />
              <OtherWays />
            </>
          ) : (
            <LinkForm token={token} onOther={() => setToken(null)} />
          )}
        </Stack>
      </Paper>
    </Center>
  );
};
