import { Layout } from './layout.tsx';

/** The page of a link for one sign-in: nothing happens until the form is sent, so a program that follows links uses none up. */
export const LinkPage = ({ token, problem }: { token: string; problem?: string | undefined }) => (
  <Layout title="Sign in to Ciclo">
    {problem === undefined ? null : <p role="alert">{problem}</p>}
    <form method="post">
      <input type="hidden" name="token" value={token} />
      <p>
        <label for="password">
          A password of 12 characters or more, to sign in with from now on (optional)
        </label>
        <input
          id="password"
          name="password"
          type="password"
          minlength={12}
          maxlength={128}
          autocomplete="new-password"
        />
      </p>
      <button type="submit">Sign in</button>
    </form>
  </Layout>
);

/** What is shown once somebody is in. */
export const WelcomePage = ({ name }: { name: string }) => (
  <Layout title="You are signed in">
    <p>You are signed in to {name}.</p>
    <p>
      <a href="/studio">Open the studio</a>
    </p>
  </Layout>
);
