/**
 * Writes src/wire/generated/ from src/wire/raftpad.proto. With `--check` it writes nothing and fails if what is there
 * differs from what the schema gives.
 *
 * protons emits TypeScript with namespaces and enums, which neither Node's type stripping nor our compiler options
 * take. So the output is kept as a JavaScript module with its declarations.
 */
import { mkdtemp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generate } from 'protons';
import ts from 'typescript';

const schema = fileURLToPath(new URL('../src/wire/raftpad.proto', import.meta.url));
const outputDirectory = fileURLToPath(new URL('../src/wire/generated/', import.meta.url));
const banner = '// Generated from src/wire/raftpad.proto by build/generate-wire.ts. Do not edit.\n';

const source = await generateSource();
const outputs = new Map([
  ['raftpad.js', toJavaScript(source)],
  ['raftpad.d.ts', toDeclarations(source)],
]);

if (process.argv.includes('--check')) {
  const stale = [];
  for (const [name, content] of outputs) if ((await readOutput(name)) !== content) stale.push(name);
  if (stale.length > 0) {
    console.error(
      `src/wire/generated/${stale.join(', ')} does not match raftpad.proto. Run: node build/generate-wire.ts`,
    );
    process.exit(1);
  }
} else {
  await mkdir(outputDirectory, { recursive: true });
  for (const [name, content] of outputs) await writeFile(join(outputDirectory, name), content);
}

async function generateSource(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'raftpad-wire-'));
  try {
    await generate(schema, { output: directory, strict: true });
    return await readFile(join(directory, 'raftpad.ts'), 'utf8');
  } finally {
    await rm(directory, { recursive: true });
  }
}

function toJavaScript(source: string): string {
  const { outputText } = ts.transpileModule(source, {
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext, removeComments: true },
  });
  return banner + outputText;
}

function toDeclarations(source: string): string {
  const { outputText, diagnostics } = ts.transpileDeclaration(source, {
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext, removeComments: true },
  });
  const [problem] = diagnostics ?? [];
  if (problem) throw new Error(ts.flattenDiagnosticMessageText(problem.messageText, '\n'));
  // What is encoded may well live in a shared buffer: protons only says so of what it decodes.
  return banner + outputText.replaceAll('Uint8Array<ArrayBuffer>', 'Uint8Array');
}

async function readOutput(name: string): Promise<string | null> {
  try {
    return await readFile(join(outputDirectory, name), 'utf8');
  } catch {
    return null;
  }
}
