#!/usr/bin/env node
/*
 * `npm test`: everything from a fresh clone to a verdict. Installs what is missing, runs each check, then every
 * test, and ends with one line `N passed, N failed`, where each check counts as one. Words after `--` go to vitest.
 *
 * Plain JavaScript without dependencies: it runs before they are installed. The embedded servers are installed by
 * the tests' own set-up (test/harness/global-setup.ts).
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { isInstalled, noteInstalled } from '../cli/installed.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const LEAST_NODE = [20, 19];

const say = (line) => console.log(line);

/** Runs a program in the project's folder; its output is shown at once, or only kept and given back. */
const run = ({ command, args, show }) =>
  new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      stdio: ['ignore', show ? 'inherit' : 'pipe', show ? 'inherit' : 'pipe'],
    });
    const chunks = [];
    child.stdout?.on('data', (chunk) => chunks.push(chunk));
    child.stderr?.on('data', (chunk) => chunks.push(chunk));
    child.once('error', (error) => resolve({ code: 1, output: String(error) }));
    child.once('close', (code) =>
      resolve({ code: code ?? 1, output: Buffer.concat(chunks).toString('utf8') }),
    );
  });

const checkNode = () => {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > LEAST_NODE[0] || (major === LEAST_NODE[0] && minor >= LEAST_NODE[1])) return true;
  say(`Node ${LEAST_NODE.join('.')} or later is needed; this is ${process.versions.node}.`);
  return false;
};

/**
 * `npm ci`; where the registry at hand lacks some other platform's builds, that refuses the whole lock file, and
 * `npm install` takes the same versions without them.
 */
const installDependencies = async () => {
  if (isInstalled(root)) {
    // From now on the checkout has this: no process of a test installs it anew.
    noteInstalled(root);
    return true;
  }
  for (const args of [['ci'], ['install', '--no-save']]) {
    say(`Installing the dependencies (npm ${args.join(' ')})`);
    const { code, output } = await run({
      command: 'npm',
      args: [...args, '--no-audit', '--no-fund'],
      show: false,
    });
    if (code === 0) {
      noteInstalled(root);
      return true;
    }
    say(output.trimEnd());
  }
  return false;
};

/** In order; each gives whether one can go on. What a later kind of test needs (a browser, say) is added here. */
const preparations = [checkNode, installDependencies];

/** Checks by lane: the lanes run side by side, since the compiler uses one core for as long as the others together. */
const checkLanes = [['typecheck'], ['lint', 'format', 'knip']];

const runCheck = async (name) => {
  const began = Date.now();
  const { code, output } = await run({ command: 'npm', args: ['run', '--silent', name], show: false });
  const seconds = ((Date.now() - began) / 1000).toFixed(1);
  say(`${code === 0 ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)`);
  if (code !== 0) say(output.trimEnd());
  return code === 0;
};

const count = (report) => {
  const brokenFiles = report.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((result) => result.status === 'failed'),
  ).length;
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + brokenFiles,
    skipped: report.numPendingTests + report.numTodoTests,
  };
};

/** Where the time of the run went: the slowest files, with their set-up. */
const tellSlowest = (report) => {
  const rows = report.testResults
    .map(({ name, startTime, endTime }) => ({ name: name.replace(`${root}/`, ''), ms: endTime - startTime }))
    .sort((a, b) => b.ms - a.ms)
    .slice(0, 10);
  say('\nThe ten slowest files:');
  for (const { name, ms } of rows) say(`${(ms / 1000).toFixed(1).padStart(8)} s  ${name}`);
};

const runTests = async (words) => {
  const dir = mkdtempSync(join(tmpdir(), 'ciclo-report-'));
  const file = join(dir, 'report.json');
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const { code } = await run({
    command: process.execPath,
    args: [vitest, 'run', ...reporters, ...words],
    show: true,
  });
  const report = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
  if (report !== undefined) tellSlowest(report);
  const counts = report === undefined ? { passed: 0, failed: 0, skipped: 0 } : count(report);
  rmSync(dir, { recursive: true, force: true });
  // A run that broke outside of any test (its set-up, an unhandled error) is a failure too.
  return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
};

const finish = ({ passed, failed, skipped }) => {
  const nothing = passed + failed === 0;
  if (skipped > 0) say(`\n${skipped} checks of the plugin kit do not apply to a plugin and were skipped.`);
  say(`\n${passed} passed, ${failed} failed`);
  process.exit(failed > 0 || nothing ? 1 : 0);
};

for (const prepare of preparations) {
  if (!(await prepare())) finish({ passed: 0, failed: 1, skipped: 0 });
}
const verdicts = [];
const runLane = async (names) => {
  for (const name of names) verdicts.push(await runCheck(name));
};
await Promise.all(checkLanes.map(runLane));
const tests = await runTests(process.argv.slice(2));
finish({
  passed: tests.passed + verdicts.filter(Boolean).length,
  failed: tests.failed + verdicts.filter((ok) => !ok).length,
  skipped: tests.skipped,
});
