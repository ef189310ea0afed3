// Asks a URL until it answers 200, a few times, and says what it tried.
const url = process.argv[2];
const attempts = 5;

for (let attempt = 1; attempt <= attempts; attempt++) {
  const label = `Attempt ${attempt} of ${attempts}: GET ${url}`;
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(3000) });
    const text = await response.text();
    if (response.ok) {
      console.log(`${label}: ${response.status} ${text.trim()}`);
      console.log("The application answers.");
      process.exit(0);
    }
    console.log(`${label}: answered with status ${response.status}`);
  } catch (error) {
    const code = error.cause?.code ?? error.name;
    console.log(`${label}: ${code === "ECONNREFUSED" ? "connection refused" : code}`);
  }
  if (attempt < attempts) await new Promise((resolve) => setTimeout(resolve, 800));
}

console.error(`Nothing healthy answers at ${url}. Is the application listening on another port?`);
process.exit(1);
