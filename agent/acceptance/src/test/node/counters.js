// A plain OPC UA server that Gemba's authors did not write: N counters that tell whether a value is missing.
const { OPCUAServer } = require("node-opcua-server");
const { MessageSecurityMode, SecurityPolicy } = require("node-opcua-secure-channel");
const { DataType } = require("node-opcua-variant");
const { StatusCodes } = require("node-opcua-status-code");
const args = Object.fromEntries(process.argv.slice(2).map((a) => a.replace(/^--/, "").split("=")));
const port = Number(args.port || 0), points = Number(args.points || 1000), interval = Number(args.interval || 1000);
(async () => {
  const server = new OPCUAServer({
    port, hostname: "127.0.0.1", resourcePath: "/gemba",
    securityPolicies: [SecurityPolicy.None, SecurityPolicy.Basic256Sha256],
    securityModes: [MessageSecurityMode.None, MessageSecurityMode.SignAndEncrypt],
    buildInfo: { productName: "Counters", buildNumber: "1", buildDate: new Date(0) },
  });
  await server.initialize();
  const ns = server.engine.addressSpace.registerNamespace("urn:gemba:test:counters");
  const folder = ns.addFolder("ObjectsFolder", { browseName: "Counters" });
  const vars = [];
  for (let i = 0; i < points; i++) {
    vars.push(ns.addVariable({ componentOf: folder, nodeId: `s=C${i}`, browseName: `C${i}`, dataType: "Int32", value: { dataType: DataType.Int32, value: 0 } }));
  }
  // One node to write, and one counter that has a history.
  ns.addVariable({ componentOf: folder, nodeId: "s=Setpoint", browseName: "Setpoint", dataType: "Int16", value: { dataType: DataType.Int16, value: 0 } });
  const kept = ns.addVariable({ componentOf: folder, nodeId: "s=Kept", browseName: "Kept", dataType: "Int32", minimumSamplingInterval: 0, value: { dataType: DataType.Int32, value: 0 } });
  server.engine.addressSpace.installHistoricalDataNode(kept, { maxOnlineValues: 100000 });
  await server.start();
  console.log("READY " + server.getEndpointUrl());
  let n = 0;
  setInterval(() => { n++; const t = new Date(); for (const v of [...vars, kept]) v.setValueFromSource({ dataType: DataType.Int32, value: n }, StatusCodes.Good, t); }, interval);
  process.on("SIGTERM", async () => { await server.shutdown(100); process.exit(0); });
})().catch((e) => { console.error(e); process.exit(1); });
