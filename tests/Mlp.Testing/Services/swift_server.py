# Runs one of Swift's servers with a swift.conf of its own, not the machine's: swift_server.py <folder> <account|container|object|proxy>
import sys
from swift.common.utils import set_swift_dir

folder, name = sys.argv[1:]
set_swift_dir(folder)

from swift.common.wsgi import run_wsgi

options = {}
if name == "object":
    from swift.obj import server
    options["global_conf_callback"] = server.global_conf_callback
sys.exit(run_wsgi("%s/%s.conf" % (folder, name), name + "-server", verbose=True, **options))
