-- What wrk sends: the file BODY, with the header SIGNATURE unless that is empty.
local file = assert(io.open(os.getenv("BODY"), "rb"))
wrk.method = "POST"
wrk.body = file:read("*a")
wrk.headers["Content-Type"] = "application/json"
local signature = os.getenv("SIGNATURE")
if signature ~= "" then
   wrk.headers["X-Hub-Signature-256"] = signature
end
