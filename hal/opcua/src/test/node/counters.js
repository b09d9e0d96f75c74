// Counts up in every point at once, so that a value that is missing shows as a hole.
// usage: node counters.js --port=4840 --points=100 --interval=100 --pki=FOLDER [--users=FOLDER] [--host=NAME]
const path = require("path");
const { OPCUAServer } = require("node-opcua-server");
const { OPCUACertificateManager } = require("node-opcua-certificate-manager");
const { MessageSecurityMode, SecurityPolicy } = require("node-opcua-secure-channel");
const { DataType } = require("node-opcua-variant");
const { StatusCodes } = require("node-opcua-status-code");

const options = Object.fromEntries(
  process.argv.slice(2).map((word) => word.replace(/^--/, "").split("=")));

async function main() {
  const certificates = new OPCUACertificateManager({
    automaticallyAcceptUnknownCertificate: true,
    rootFolder: path.resolve(options.pki),
  });
  await certificates.initialize();
  const users = new OPCUACertificateManager({
    automaticallyAcceptUnknownCertificate: false,
    rootFolder: path.resolve(options.users || "users"),
  });
  await users.initialize();
  const server = new OPCUAServer({
    port: Number(options.port),
    hostname: options.host || "127.0.0.1",
    serverCertificateManager: certificates,
    userCertificateManager: users,
    securityPolicies: [SecurityPolicy.None, SecurityPolicy.Basic256Sha256,
      SecurityPolicy.Aes128_Sha256_RsaOaep, SecurityPolicy.Aes256_Sha256_RsaPss],
    securityModes: [MessageSecurityMode.None, MessageSecurityMode.Sign,
      MessageSecurityMode.SignAndEncrypt],
    userManager: { isValidUser: (name, password) => name === "gemba" && password === "correct horse" },
  });
  await server.initialize();
  const space = server.engine.addressSpace.registerNamespace("urn:gemba:bed:counters");
  const folder = space.addFolder("ObjectsFolder", { browseName: "Counters" });
  const counters = [];
  for (let i = 0; i < Number(options.points); i++) {
    counters.push(space.addVariable({
      componentOf: folder, nodeId: `s=C${i}`, browseName: `C${i}`, dataType: "UInt32",
      minimumSamplingInterval: 0,
      value: { dataType: DataType.UInt32, value: 0 },
    }));
  }
  await server.start();
  let count = 0;
  setInterval(() => {
    count++;
    const now = new Date();
    for (const one of counters) {
      one.setValueFromSource({ dataType: DataType.UInt32, value: count }, StatusCodes.Good, now);
    }
  }, Number(options.interval));
  console.log("READY");
}

main().catch((failure) => {
  console.error(failure);
  process.exit(1);
});
