"""What the room offers: `render.render_pdf`, `certificate.certificate_pdf`, `qr.qr_svg`."""
