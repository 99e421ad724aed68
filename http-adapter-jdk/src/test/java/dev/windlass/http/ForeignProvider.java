package dev.windlass.http;

import com.sun.net.httpserver.Authenticator;
import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsServer;
import com.sun.net.httpserver.spi.HttpServerProvider;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/** A provider none of whose classes are the JDK's, so that whoever relies on more than the public API fails. It borrows the JDK's sockets. */
public final class ForeignProvider extends HttpServerProvider {

    private static final AtomicInteger EXCHANGES = new AtomicInteger();

    static int exchanges() {
        return EXCHANGES.get();
    }

    /** The only way to it once another provider is set; needs {@code --add-exports}. */
    private static HttpServerProvider jdk() throws IOException {
        try {
            return (HttpServerProvider) Class.forName("sun.net.httpserver.DefaultHttpServerProvider")
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IOException(e);
        }
    }

    @Override
    public HttpServer createHttpServer(InetSocketAddress address, int backlog) throws IOException {
        return new Server(jdk().createHttpServer(address, backlog));
    }

    @Override
    public HttpsServer createHttpsServer(InetSocketAddress address, int backlog) throws IOException {
        throw new IOException("Not here");
    }

    private static final class Server extends HttpServer {
        private final HttpServer real;

        Server(HttpServer real) {
            this.real = real;
        }

        @Override
        public void bind(InetSocketAddress address, int backlog) throws IOException {
            real.bind(address, backlog);
        }

        @Override
        public void start() {
            real.start();
        }

        @Override
        public void setExecutor(Executor executor) {
            real.setExecutor(executor);
        }

        @Override
        public Executor getExecutor() {
            return real.getExecutor();
        }

        @Override
        public void stop(int delay) {
            real.stop(delay);
        }

        @Override
        public HttpContext createContext(String path, HttpHandler handler) {
            Context context = new Context(this, path, handler);
            real.createContext(path, exchange -> {
                EXCHANGES.incrementAndGet();
                context.getHandler().handle(new ForeignExchange(exchange, context));
            });
            return context;
        }

        @Override
        public HttpContext createContext(String path) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void removeContext(String path) {
            real.removeContext(path);
        }

        @Override
        public void removeContext(HttpContext context) {
            real.removeContext(context.getPath());
        }

        @Override
        public InetSocketAddress getAddress() {
            return real.getAddress();
        }
    }

    private static final class Context extends HttpContext {
        private final HttpServer server;
        private final String path;
        private HttpHandler handler;

        Context(HttpServer server, String path, HttpHandler handler) {
            this.server = server;
            this.path = path;
            this.handler = handler;
        }

        @Override
        public HttpHandler getHandler() {
            return handler;
        }

        @Override
        public void setHandler(HttpHandler newHandler) {
            handler = newHandler;
        }

        @Override
        public String getPath() {
            return path;
        }

        @Override
        public HttpServer getServer() {
            return server;
        }

        @Override
        public Map<String, Object> getAttributes() {
            throw new UnsupportedOperationException("Attributes are shared by all requests of a context");
        }

        @Override
        public List<Filter> getFilters() {
            return List.of();
        }

        @Override
        public Authenticator setAuthenticator(Authenticator authenticator) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Authenticator getAuthenticator() {
            throw new UnsupportedOperationException();
        }
    }
}
