const TEXT = `npm run lab -- <command>

  start                     serve the lab until Ctrl-C
    --port P                AWS endpoint, default 4566 (the load balancer takes P+1, or --lb-port)
    --state-dir DIR         where everything is kept, default .switchyard/lab
    --subnet 127.a.b        loopback network of the instances, default from the port
    --record FILE           append every request and answer to a file, for checking them
    --bedrock-latency 400ms --bedrock-token-latency 8ms
                            how long the models think before and between tokens
    --stop-fleet-on-exit    end the instances' processes too; without it they run on
  release <version>         push a version of the sample application as a commit
                            v1.0 works, v1.1 is broken on purpose, v1.2 has a new feature
    --pipeline NAME         lab-app (v1.0, v1.1) or lab-app-blue-green (v1.2)
    --message TEXT          the commit's message
  push <folder>             push a git repository's HEAD, or a plain folder as one commit
    --branch NAME           default main; lab-app follows main, lab-app-blue-green follows blue-green
    --force                 replace what the branch has
  status                    pipelines, instances with their revision, load balancer
  prompts                   play questions to the console's Bedrock address and count what the cache did
    --endpoint URL          the console, default http://127.0.0.1:3000
    --key-file FILE         or --access-key and --secret-key; default <state-dir>/prompt-key.json
    --rate 5 --duration 5m --concurrency 8 --mix FILE --seed N --state-dir DIR
    --direct                to the lab's own Bedrock, for comparison
  fault <kind> <service>    make a service misbehave: throttle, error, delay or cut; * is every service
    --operation NAME  --share 50%  --count N  --delay 5s  --status 503  --code NAME  --seed N
    --after N               within an answer that is streamed, once N events are sent
  fault list | clear
  ami publish <kind>        publish the next release of the node images, with its notes
    --kubernetes 1.34,1.35  only for these minors
  ami list                  releases that are published, and the kinds there are
  ami node <what> <cluster> list, or what goes wrong with machines that come or go:
                            fail-register, capacity, wrong-kubelet, block, clear
  ami argo pause|resume <cluster>
                            Argo CD's auto-sync off, and on again
  ami pulls                 pull requests of the GitOps repository; --all lists closed ones too
  ami merge|close|edit <n>  a person on GitHub merges or closes one, or commits on its branch
    --as LOGIN              default octavia
  reset                     make the running lab as new
  help

Commands find the running lab by --port or --endpoint-url, else LAB_PORT, else the one started from
this checkout, else port 4566.

Any AWS SDK and the AWS CLI can use the lab; any credentials will do:
  AWS_ENDPOINT_URL=http://127.0.0.1:4566 AWS_REGION=us-east-1
Source control: git clone http://127.0.0.1:4566/_lab/git/lab-app.git
What SNS would have sent: http://127.0.0.1:4566/_lab/outbox`;

/** `lab help`. */
export async function help(): Promise<void> {
  console.log(TEXT);
}
