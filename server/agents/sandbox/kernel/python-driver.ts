import "server-only";

/**
 * The Python program that keeps names between calls. It reads requests as lines of JSON, runs one
 * after the other, and marks their ends on both streams by a token, so that all else on them is what
 * the code itself wrote. Whatever it says of itself comes from code that is not trusted.
 */
export const PYTHON_DRIVER = String.raw`
import ast, json, linecache, os, queue, signal, sys, threading, traceback, types, warnings

requests = os.fdopen(os.dup(0), "r", encoding="utf-8")
os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
token = requests.readline().strip()
sys.path.insert(0, os.getcwd())
warnings.filterwarnings("ignore", message=".*(non-GUI backend|non-interactive).*")
driver = sys.modules["__main__"]
sys.modules["__main__"] = types.ModuleType("__main__")
names = sys.modules["__main__"].__dict__
names["__builtins__"] = __builtins__
waiting = queue.Queue()
PICTURES = (".png", ".jpg", ".jpeg")

def listen():
    for line in requests:
        request = json.loads(line)
        if "interrupt" in request:
            os.kill(os.getpid(), signal.SIGINT)
        else:
            waiting.put(request)
    os._exit(0)

def pictures():
    found = {}
    for folder in (".", "artifacts"):
        try:
            entries = list(os.scandir(folder))
        except OSError:
            continue
        for entry in entries:
            if entry.name.lower().endswith(PICTURES) and entry.is_file(follow_symlinks=False):
                status = entry.stat(follow_symlinks=False)
                found[os.path.normpath(entry.path)] = (status.st_mtime_ns, status.st_size)
    return found

def save_figures(made):
    plt = sys.modules.get("matplotlib.pyplot")
    if plt is None:
        return []
    saved = []
    figures = plt.get_fignums()
    # What the code saved itself is there already.
    for number in figures[len(made):]:
        os.makedirs("artifacts", exist_ok=True)
        count = 1
        while os.path.lexists("artifacts/chart-%d.png" % count):
            count += 1
        path = "artifacts/chart-%d.png" % count
        plt.figure(number).savefig(path, dpi=120, bbox_inches="tight")
        saved.append(path)
    plt.close("all")
    return saved

def value_of(code, name):
    tree = ast.parse(code, name)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, name, "exec"), names)
    if last is None:
        return None
    value = eval(compile(ast.Expression(last.value), name, "eval"), names)
    if value is None:
        return None
    names["_"] = value
    return repr(value)

def problem_of(error, name):
    if isinstance(error, SyntaxError) and error.filename == name:
        return "".join(traceback.format_exception_only(type(error), error))
    trace = error.__traceback__
    while trace is not None and trace.tb_frame.f_code.co_filename == "<string>":
        trace = trace.tb_next
    return "".join(traceback.format_exception(type(error), error, trace))

def run(request):
    name = "<cell %d>" % request["cell"]
    code = request["code"]
    linecache.cache[name] = (len(code), None, code.splitlines(True), name)
    before = pictures()
    result = {"status": "success"}
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        result["value"] = value_of(code, name)
    except BaseException as error:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        result = {"status": "error", "problem": problem_of(error, name)}
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        made = [path for path, state in pictures().items() if before.get(path) != state]
        result["pictures"] = made + save_figures(made)
    except BaseException as error:
        result["pictures"] = []
        result.setdefault("problem", "The figures could not be saved: %r" % error)
    return result

signal.signal(signal.SIGINT, signal.SIG_IGN)
threading.Thread(target=listen, daemon=True).start()
while True:
    result = run(waiting.get())
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except Exception:
            pass
    for key in ("value", "problem"):
        if isinstance(result.get(key), str):
            result[key] = result[key][:50000]
    end = json.dumps(result).encode()
    os.write(2, ("\x1e" + token + "\n").encode())
    line = b"\x1e" + token.encode() + end + b"\n"
    while line:
        line = line[os.write(1, line):]
`;
