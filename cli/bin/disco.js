#!/usr/bin/env node
// Stands in the repository, so that npm can link `disco` before the first build; the program itself is dist/main.js.
import "../dist/main.js";
