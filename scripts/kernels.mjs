// Compiles the kernels (src/num/kernels/assembly) twice, for memory that threads share and for memory that one thread has alone, and writes
// the bytes to src/num/kernels/binary.ts. A test compares that file with what this makes.
//   npm run kernels
import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";

const folder = fileURLToPath(new URL("../src/num/kernels/", import.meta.url));

async function compile(flags) {
  let bytes;
  const { error, stderr } = await asc.main(
    [
      `${folder}assembly/index.ts`,
      "--outFile",
      "kernels.wasm",
      "-O3",
      "--converge",
      "--noAssert",
      "--runtime",
      "stub",
      "--enable",
      "simd",
      "--importMemory",
      ...flags,
    ],
    {
      writeFile: (name, contents) => {
        if (name.endsWith(".wasm")) bytes = contents;
      },
    },
  );
  if (error) throw new Error(`${error.message}\n${stderr.toString()}`);
  return bytes;
}

/** The two binaries, in base64. */
export async function kernelBinaries() {
  const shared = ["--enable", "threads", "--sharedMemory", "--initialMemory", "1", "--maximumMemory", "65536"];
  const alone = ["--initialMemory", "1", "--maximumMemory", "65536"];
  const [one, other] = [await compile(shared), await compile(alone)];
  return { SHARED: Buffer.from(one).toString("base64"), ALONE: Buffer.from(other).toString("base64") };
}

function written(name, base64) {
  return `export const ${name} =\n${base64
    .match(/.{1,110}/g)
    .map((line) => `  "${line}"`)
    .join(" +\n")};\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { SHARED, ALONE } = await kernelBinaries();
  const text = `// Made by \`npm run kernels\` of assembly/: not to be edited.

/** For memory that threads share. */
${written("SHARED", SHARED)}
/** For memory that one thread has alone. */
${written("ALONE", ALONE)}`;
  await writeFile(`${folder}binary.ts`, text);
  console.log(`src/num/kernels/binary.ts: ${text.length} characters`);
}
