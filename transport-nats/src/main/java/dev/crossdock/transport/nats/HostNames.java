package dev.crossdock.transport.nats;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Compares the server's name with its certificate. The client never asks for that: whoever has any certificate of a trusted
 * authority could stand in for the server. Thread-safe.
 */
final class HostNames extends X509ExtendedTrustManager {
    private final X509ExtendedTrustManager platform;

    private HostNames(X509ExtendedTrustManager platform) {
        this.platform = platform;
    }

    /** The same trust managers, but for host names. */
    static TrustManager[] comparedBy(TrustManager[] managers) {
        TrustManager[] comparing = managers.clone();
        for (int i = 0; i < managers.length; i++) {
            if (!(managers[i] instanceof X509ExtendedTrustManager platform)) {
                // Of another kind there is none in any Java platform that we know; without it nothing would be
                // compared.
                throw new IllegalStateException("wanted trust managers that compare host names, found " + managers[i]);
            }
            comparing[i] = new HostNames(platform);
        }
        return comparing;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        if (!(socket instanceof SSLSocket secured)) {
            throw new CertificateException("wanted a socket whose server's name is known, found another");
        }
        SSLParameters parameters = secured.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secured.setSSLParameters(parameters);
        platform.checkServerTrusted(chain, type, secured);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        throw new CertificateException("the client uses sockets");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        throw new CertificateException("wanted a server whose name is known, found none");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        platform.checkClientTrusted(chain, type, socket);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        platform.checkClientTrusted(chain, type, engine);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        platform.checkClientTrusted(chain, type);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return platform.getAcceptedIssuers();
    }
}
