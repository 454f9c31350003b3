import sharp from 'sharp';

/**
 * A photo as a phone makes one, drawn here: a JPEG of 12 megapixels, stored on its side with EXIF orientation 6, so that it is
 * 3000 × 4000 upright, with a camera and a place in its EXIF and the Display P3 colour profile.
 */
export function samplePhoto(): Promise<Buffer> {
  return sharp(Buffer.from(LANDSCAPE))
    .removeAlpha()
    .withMetadata({ orientation: 6 })
    .withExifMerge({
      IFD0: { Make: 'Waybill', Model: 'Sample' },
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '47/1 22/1 0/1', GPSLongitudeRef: 'E', GPSLongitude: '8/1 32/1 0/1' },
    })
    .withIccProfile('p3')
    .jpeg({ quality: 85 })
    .toBuffer();
}

// Shapes and no letters: which fonts there are differs from machine to machine. The outer group lays the upright picture on its side.
const LANDSCAPE = `<svg xmlns="http://www.w3.org/2000/svg" width="4000" height="3000">
  <defs>
    <linearGradient id="sky" x1="0" y1="0" x2="0" y2="1">
      <stop offset="0" stop-color="#20356b"/><stop offset="0.6" stop-color="#e58c6a"/><stop offset="1" stop-color="#f9d98c"/>
    </linearGradient>
    <linearGradient id="lake" x1="0" y1="0" x2="0" y2="1">
      <stop offset="0" stop-color="#e9a06f"/><stop offset="1" stop-color="#1d2f55"/>
    </linearGradient>
  </defs>
  <g transform="translate(0 3000) rotate(-90)">
    <rect width="3000" height="4000" fill="url(#sky)"/>
    <circle cx="2050" cy="1650" r="330" fill="#fff2c2"/>
    <path d="M0 2500 L600 1500 L1000 2050 L1500 1150 L2150 2200 L2550 1750 L3000 2400 V2900 H0 Z" fill="#4a4a78"/>
    <path d="M1500 1150 L1330 1455 L1450 1400 L1530 1500 L1680 1440 Z" fill="#f5f1ea"/>
    <path d="M0 2700 L700 2250 L1500 2700 L2300 2350 L3000 2750 V3000 H0 Z" fill="#2c3557"/>
    <rect y="2850" width="3000" height="1150" fill="url(#lake)"/>
    <path d="M1100 3450 H1900 L1760 3620 H1240 Z" fill="#7a2f2f"/>
    <path d="M1480 3430 V2850 L1020 3400 Z" fill="#fdfaf2"/>
    <path d="M1520 3430 V2950 L1880 3400 Z" fill="#f2b8a0"/>
  </g>
</svg>`;
