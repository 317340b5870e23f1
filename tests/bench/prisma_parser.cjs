// prisma_parser.cjs FOLDER FILE: validates a schema.prisma by Prisma's own parser, whose package is installed in FOLDER.
const fs = require('node:fs');
const path = require('node:path');

const [folder, file] = process.argv.slice(2);
const parser = require(path.join(folder, 'node_modules', '@prisma', 'prisma-schema-wasm'));
parser.validate(JSON.stringify({ prismaSchema: [[file, fs.readFileSync(file, 'utf8')]], noColor: true }));
